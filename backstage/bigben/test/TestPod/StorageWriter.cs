using System.Text.Json.Nodes;
using BigBen.ApiServer.Storage;

namespace BigBen.TestPod;

/// <summary>
/// Writes objects as fast as it can and says each write that is done, for ever: <c>VERSION KEY put|removed</c>, a line each.
/// </summary>
internal static class StorageWriter
{
    private const int Keys = 40;

    public static int Run(string path)
    {
        using var storage = ObjectStorage.Open(path, history: 10);
        using var output = new StreamWriter(System.Console.OpenStandardOutput()) { AutoFlush = true };
        var random = new Random();
        while (true)
        {
            var key = new ObjectKey("configmaps", "developer", $"note-{random.Next(Keys)}");
            var removes = storage.Current.Find(key) is not null && random.Next(4) == 0;
            var written = storage.Write(key, _ => removes ? null : Note(key.Name, random));
            output.WriteLine($"{written.Version} {key.Name} {(removes ? "removed" : "put")}");
        }
    }

    private static JsonObject Note(string name, Random random) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = name },
        ["data"] = new JsonObject { ["text"] = new string('x', random.Next(20_000)) },
    };
}
