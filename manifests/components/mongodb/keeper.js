// Runs beside each member, in mongosh, for as long as it does: makes the replica set once, keeps the logins as the Secret
// says, says when the member is ready, and has the certificate read again when it was renewed. Repeating it does no harm.
// mongosh waits for its own calls by itself, but not within functions that are handed to others: loops only.
const fs = require('node:fs');

const { POD_NAME, MEMBERS, SET, PORT, LOGINS, CA_FILE } = process.env;
const members = MEMBERS.split(' ');
const logins = JSON.parse(LOGINS);
const password = (key) => process.env[key];
const certificates = ['/etc/mongodb/tls/tls.crt', '/etc/mongodb/tls/tls.key'];
const SERVED = '/run/mongodb/server.pem';
const READY = '/run/mongodb/ready';
const LOCAL = `127.0.0.1:${PORT}`;
const SECONDS = 5;

function uri(hosts, options) {
  return `mongodb://${hosts}/?tls=true&tlsCAFile=${encodeURIComponent(CA_FILE)}&serverSelectionTimeoutMS=5000&${options}`;
}

// Kept from turn to turn; what failed is opened anew.
const opened = {};

function open(host) {
  opened[host] ??= new Mongo(uri(host, 'directConnection=true'));
  return opened[host];
}

function closeAll() {
  for (const host of Object.keys(opened)) {
    opened[host].close();
    delete opened[host];
  }
}

function hello(host) {
  return open(host).getDB('admin').runCommand({ hello: 1 });
}

// Whoever is asked must say that he belongs to none: a member that lost its volume joins the set there is, and makes no other.
function nobodyHasASet() {
  for (const member of members) {
    if (hello(member).setName) return false;
  }
  return true;
}

function initiate() {
  const hosts = [];
  for (const [_id, host] of members.entries()) hosts.push({ _id, host });
  open(LOCAL)
    .getDB('admin')
    .runCommand({ replSetInitiate: { _id: SET, members: hosts } });
  print(`initiated ${SET} with ${members.join(', ')}`);
}

// The first login may be made without one, by whoever asks the primary from its own pod.
function createAdmin() {
  const { user, roles, key } = logins[0];
  open(LOCAL)
    .getDB('admin')
    .createUser({ user, pwd: password(key), roles });
  print(`created ${user}`);
}

function asAdmin() {
  const { user, key } = logins[0];
  const login = `${encodeURIComponent(user)}:${encodeURIComponent(password(key))}@`;
  return new Mongo(uri(`${login}${LOCAL}`, 'authSource=admin&directConnection=true'));
}

function keepLogins() {
  let connection;
  try {
    connection = asAdmin();
  } catch (error) {
    // 18: it is not there yet, or has another password, which createUser then says.
    if (error.code !== 18) throw error;
    createAdmin();
    connection = asAdmin();
  }
  const admin = connection.getDB('admin');
  for (const { user, roles, role, key } of logins) {
    if (role && admin.getRole(role.name) === null) {
      admin.createRole({ role: role.name, privileges: role.privileges, roles: [] });
    }
    const pwd = password(key);
    if (admin.getUser(user) === null) {
      admin.createUser({ user, pwd, roles });
      print(`created ${user}`);
    } else {
      admin.updateUser(user, { pwd, roles });
    }
  }
  connection.close();
}

function certificate() {
  let text = '';
  for (const file of certificates) text += fs.readFileSync(file, 'utf8');
  return text;
}

function rotateWhenRenewed() {
  const renewed = certificate();
  const served = fs.readFileSync(SERVED, 'utf8');
  if (renewed === served) return;
  const connection = asAdmin();
  fs.writeFileSync(SERVED, renewed, { mode: 0o600 });
  try {
    connection.getDB('admin').runCommand({ rotateCertificates: 1, message: 'renewed' });
  } catch (error) {
    // The next turn tries again.
    fs.writeFileSync(SERVED, served, { mode: 0o600 });
    throw error;
  }
  connection.close();
  print('read the renewed certificate');
}

let loginsKept = false;

function turn() {
  const state = hello(LOCAL);
  // In the order of their names the first begins, so that never two do.
  if (!state.setName && members[0].startsWith(`${POD_NAME}.`) && nobodyHasASet()) initiate();
  if (state.isWritablePrimary && !loginsKept) keepLogins();
  loginsKept = state.isWritablePrimary === true;
  if (!state.isWritablePrimary && !state.secondary) return;
  fs.writeFileSync(READY, String(state.me));
  rotateWhenRenewed();
}

for (;;) {
  try {
    turn();
  } catch (error) {
    print(error.message);
    closeAll();
  }
  sleep(SECONDS * 1000);
}
