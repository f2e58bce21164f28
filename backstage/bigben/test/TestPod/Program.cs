using BigBen.TestPod;

// One program in many roles: a pod that behaves as its environment says, and those that a test can kill: a platform process, a kubelet, a
// store's writer.
return args switch
{
    ["kubelet", ..] => await Kubelet.RunAsync(args[1], args[2]),
    ["storage", ..] => StorageWriter.Run(args[1]),
    _ => await Pod.RunAsync(),
};
