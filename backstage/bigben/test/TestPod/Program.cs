using BigBen.TestPod;

// One program in two roles: a pod that behaves as its environment says, and a platform process that a test can kill.
return args is ["cluster", ..] ? await Platform.RunAsync(args[1], args[2]) : await Pod.RunAsync();
