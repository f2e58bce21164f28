namespace BigBen.ArgoCd.Sync;

/// <summary>What a sync waits for, in Argo CD's words.</summary>
internal static class Awaited
{
    /// <summary>Hooks that end, or objects that become healthy.</summary>
    public static string End(IReadOnlyList<SyncTask> tasks) =>
        Message(tasks.Any(task => task.IsHook) ? "completion of" : "healthy state of", tasks);

    /// <summary>Objects that go.</summary>
    public static string Deletion(IReadOnlyList<SyncTask> tasks) => Message("deletion of", tasks);

    /// <summary>A person who approves of pruning.</summary>
    public static string Confirmation(IReadOnlyList<SyncTask> tasks)
    {
        var (key, version) = (tasks[0].Key, tasks[0].Version);
        var more = tasks.Count > 1 ? $" and {tasks.Count - 1} more resources" : "";
        return $"Waiting for pruning confirmation of {(key.Group.Length > 0 ? $"{key.Group}/" : "")}{version}/{key.Kind}/{key.Name}{more}";
    }

    private static string Message(string reason, IReadOnlyList<SyncTask> tasks)
    {
        if (tasks.Count == 0)
            return "";
        var named = tasks.FirstOrDefault(task => task.IsHook) ?? tasks[0];
        var more = tasks.Count - 1;
        var rest = more == 0 ? "" : $" and {more} more {(tasks.All(task => task.IsHook) ? "hooks" : "resources")}";
        return $"waiting for {reason}{(named.IsHook ? " hook" : "")} {named}{rest}";
    }
}
