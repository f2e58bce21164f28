// dotnet run -c Release --project backstage/bench [-- ROUNDS [ROW …]]
// Measures the services against a bare minimal API of the same SDK, both anew in the same run. Needs Linux, wrk and two cores: the load
// has the last core to itself. Nothing else should run meanwhile; a number from a busy machine says nothing.
using System.Globalization;
using BigBen.Bench;
using BigBen.Bench.Rows;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (Environment.ProcessorCount < 2 || !OperatingSystem.IsLinux() || !Tool.Exists("wrk") || !Tool.Exists("taskset"))
{
    Console.Error.WriteLine("The benchmark needs Linux, two cores, wrk and taskset: apt-get install wrk util-linux.");
    return 1;
}

if (args.Length > 0 && (!int.TryParse(args[0], out var given) || given < 1))
{
    Console.Error.WriteLine($"'{args[0]}' is no number of rounds; for example: dotnet run -c Release --project backstage/bench -- 5 ping");
    return 2;
}

var rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 5;
IRow[] rows = [new PingRow(), new PairRow(), new MemoryRow(), new FirstSecondsRow(), new StartRow()];
var chosen = rows.Where(row => args.Length < 2 || args.Skip(1).Contains(row.Name)).ToArray();
using var folder = new TemporaryFolder();
var programs = await Programs.PublishAsync(folder.Path);

Console.WriteLine("| work | reach | ours | against | ratio (each round) |");
Console.WriteLine("|---|---|---|---|---|");
foreach (var row in chosen)
{
    Console.Error.WriteLine(row.Name);
    foreach (var figure in (await row.MeasureAsync(programs, rounds)).GroupBy(figure => figure.Name))
        Console.WriteLine(Summary.Line(figure.Key, [.. figure]));
}

return 0;
