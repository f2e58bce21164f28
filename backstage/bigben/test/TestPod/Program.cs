using BigBen.TestPod;

// One program in three roles: a pod that behaves as its environment says, and two that a test can kill: a platform process, a store's writer.
return args switch
{
    ["cluster", ..] => await Platform.RunAsync(args[1], args[2]),
    ["storage", ..] => StorageWriter.Run(args[1]),
    _ => await Pod.RunAsync(),
};
