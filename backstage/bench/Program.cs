// dotnet run -c Release --project backstage/bench [-- ROUNDS [ROW …]]
// Measures the services against a bare minimal API of the same SDK, both anew in the same run. Needs Linux, wrk and two cores: the load
// has the last core to itself. Nothing else should run meanwhile; a number from a busy machine says nothing.
//
// dotnet run -c Release --project backstage/bench -- platform [ROUNDS [ROW …]]
// Measures the local platform that runs in this clone, or with the state folder BIGBEN_STATE; needs kubectl, and nginx for its router.
//
// dotnet run -c Release --project backstage/bench -- examples [ROUNDS [ROW …]]
// Measures the examples against services as their originals are, in Python, with a database server of this machine: each with a core,
// and each with the same limit of processor time, for which cgroups have to be writable.
using System.Globalization;
using BigBen.Bench;
using BigBen.Bench.Examples;
using BigBen.Bench.Platforms;
using BigBen.Bench.Rows;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var isPlatform = args is ["platform", ..];
var isExamples = args is ["examples", ..];
var rest = isPlatform || isExamples ? args[1..] : args;
string[] tools = isPlatform ? ["wrk", "nginx", "kubectl", "git"] : ["wrk", "taskset"];
if (Environment.ProcessorCount < 2 || !OperatingSystem.IsLinux() || !tools.All(Tool.Exists))
{
    Console.Error.WriteLine($"The benchmark needs Linux, two cores and {string.Join(", ", tools)}.");
    return 1;
}

if (rest.Length > 0 && (!int.TryParse(rest[0], out var given) || given < 1))
{
    Console.Error.WriteLine($"'{rest[0]}' is not a number of rounds; such as dotnet run -c Release --project backstage/bench -- 5 ping");
    return 2;
}

var rounds = rest.Length > 0 ? int.Parse(rest[0], CultureInfo.InvariantCulture) : isPlatform || isExamples ? 1 : 5;
using var folder = new TemporaryFolder();
IReadOnlyList<IRow> rows = isPlatform ? OfPlatform()
    : isExamples ? [.. Example.All.Select(example => new ExampleRow(example, folder.Path))]
    : OfServices(await Programs.PublishAsync(folder.Path));

Console.WriteLine("| work | reach | ours | against | ratio (each round) |");
Console.WriteLine("|---|---|---|---|---|");
foreach (var row in rows.Where(row => rest.Length < 2 || rest.Skip(1).Contains(row.Name)))
{
    Console.Error.WriteLine(row.Name);
    foreach (var figure in (await row.MeasureAsync(rounds)).GroupBy(figure => figure.Name))
        Console.WriteLine(Summary.Line(figure.Key, [.. figure]));
}

return 0;

static IRow[] OfServices(Programs programs) =>
    [new PingRow(programs), new PairRow(programs), new MemoryRow(programs), new FirstSecondsRow(programs), new StartRow(programs)];

// Idle comes first, and the memory of all that was done last.
static IRow[] OfPlatform()
{
    var state = Environment.GetEnvironmentVariable("BIGBEN_STATE") ?? Path.Combine(Programs.Root, ".big-ben");
    var platform = RunningPlatform.Find(state);
    return
    [
        new IdleRow(platform), new WatchesRow(platform), new RouterRow(platform), new PodListRow(platform), new PushesRow(platform),
    ];
}
