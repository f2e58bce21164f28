using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace BigBen.Pipeline.Building;

/// <summary>The outcome of a test run, from the .trx file that <c>dotnet test</c> writes.</summary>
/// <param name="Passed">How many tests passed.</param>
/// <param name="Failed">How many did not.</param>
/// <param name="Failures">The failed tests, in the order of the report.</param>
internal sealed partial record TestReport(int Passed, int Failed, IReadOnlyList<FailedTest> Failures)
{
    private static readonly XNamespace Schema = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    /// <summary>The outcome where no test was selected.</summary>
    public static readonly TestReport None = new(0, 0, []);

    /// <summary>How many tests say that they cannot run here, and did not.</summary>
    public int Skipped { get; init; }

    /// <summary>Reads a report; null where the run ended before it wrote a whole one.</summary>
    public static TestReport? TryRead(string file)
    {
        if (!File.Exists(file))
            return null;
        try
        {
            var root = XDocument.Load(file).Root!;
            var counters = root.Descendants(Schema + "Counters").Single();
            var methods = root.Descendants(Schema + "UnitTest").ToDictionary(
                test => (string?)test.Attribute("id") ?? "", test => test.Element(Schema + "TestMethod"));
            return new TestReport(
                Count("passed"),
                Count("failed") + Count("error") + Count("timeout") + Count("aborted"),
                [.. root.Descendants(Schema + "UnitTestResult").Where(result => (string?)result.Attribute("outcome") == "Failed")
                    .Select(result => Read(result, methods.GetValueOrDefault((string?)result.Attribute("testId") ?? "")))])
            {
                // The counter "notExecuted" is 0 whatever the number is.
                Skipped = root.Descendants(Schema + "UnitTestResult")
                    .Count(result => (string?)result.Attribute("outcome") == "NotExecuted"),
            };

            int Count(string name) => int.Parse((string?)counters.Attribute(name) ?? "0", CultureInfo.InvariantCulture);
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static FailedTest Read(XElement result, XElement? method)
    {
        var name = (string?)result.Attribute("testName") ?? "unnamed";
        return new FailedTest(
            name,
            method is null ? name : $"{(string?)method.Attribute("className")}.{(string?)method.Attribute("name")}",
            AssertionType().Replace(result.Descendants(Schema + "Message").FirstOrDefault()?.Value ?? "", ""),
            result.Descendants(Schema + "StackTrace").FirstOrDefault()?.Value ?? "");
    }

    // Which xunit puts before the message of every exception but its own.
    [GeneratedRegex(@"\AShouldly\.\w+ : ")]
    private static partial Regex AssertionType();
}
