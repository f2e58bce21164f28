using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace BigBen.Pipeline.Building;

/// <summary>The outcome of a test run, from the .trx file that <c>dotnet test</c> writes.</summary>
/// <param name="Passed">How many tests passed.</param>
/// <param name="Failed">How many did not.</param>
/// <param name="FirstFailure">The name of the first failed test and the first line of its message; null where none failed.</param>
internal sealed record TestReport(int Passed, int Failed, string? FirstFailure)
{
    private static readonly XNamespace Schema = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    /// <summary>Reads a report; null where the run ended before it wrote a whole one.</summary>
    public static TestReport? TryRead(string file)
    {
        if (!File.Exists(file))
            return null;
        try
        {
            var root = XDocument.Load(file).Root!;
            var counters = root.Descendants(Schema + "Counters").Single();
            var failure = root.Descendants(Schema + "UnitTestResult").FirstOrDefault(
                result => (string?)result.Attribute("outcome") == "Failed");
            return new TestReport(
                Count("passed"),
                Count("failed") + Count("error") + Count("timeout") + Count("aborted"),
                failure is null ? null : Describe(failure));

            int Count(string name) => int.Parse((string?)counters.Attribute(name) ?? "0", CultureInfo.InvariantCulture);
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static string Describe(XElement failure)
    {
        var message = failure.Descendants(Schema + "Message").FirstOrDefault()?.Value;
        var line = message?.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        var name = (string?)failure.Attribute("testName") ?? "unnamed";
        return line is null ? name : $"{name}: {line}";
    }
}
