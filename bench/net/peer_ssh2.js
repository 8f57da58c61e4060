// A server as one writes it with the package ssh2: anybody gets in, every answer is the same text.
//
//     node peer_ssh2.js FILE    prints its port, serves 127.0.0.1 until standard input ends
const fs = require('fs');
const {Server, utils} = require('ssh2');

const answer = fs.readFileSync(process.argv[2]);
const prompt = 'peer#';
const key = utils.generateKeyPairSync('ed25519').private;

const server = new Server({hostKeys: [key]}, client => {
  client.on('error', () => {});
  client.on('authentication', asked => asked.accept());
  client.on('session', accept => {
    const session = accept();
    session.on('pty', agree => agree && agree());
    session.on('exec', agree => {
      const channel = agree();
      channel.write(answer);
      channel.exit(0);
      channel.end();
    });
    session.on('shell', agree => {
      const channel = agree();
      channel.write(prompt);
      channel.on('data', typed => {
        for (const byte of typed) if (byte === 13) channel.write('\r\n' + answer + prompt);
      });
    });
  });
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
server._srv.on('connection', socket => socket.setNoDelay(true));
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
