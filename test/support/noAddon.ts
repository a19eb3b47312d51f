import { registerHooks } from 'node:module';

// Loaded before the program: it then runs as on a system that libsodium's addon is not built for.
registerHooks({
  resolve(specifier, context, next) {
    if (specifier === 'sodium-native') throw new Error('There is no addon for this system.');
    return next(specifier, context);
  },
});
