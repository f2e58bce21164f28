using BigBen.Pipeline.Building;
using BigBen.Tests.Git;

namespace BigBen.Tests.Pipeline.Building;

public sealed class TestReportTests : IDisposable
{
    // As dotnet test 10.0 with xunit 2.9 writes it, less the times.
    private const string Report = """
        <?xml version="1.0" encoding="utf-8"?>
        <TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010">
          <Results>
            <UnitTestResult testId="one" testName="Shop.PriceTests.Adds(left: 1)" outcome="Failed">
              <Output><ErrorInfo>
                <Message>Assert.Equal() Failure: Values differ
        Expected: 3
        Actual:   4</Message>
                <StackTrace>   at Xunit.Assert.Equal[T](T expected, T actual) in /_/src/xunit.assert/Asserts/EqualityAsserts.cs:line 155
           at Shop.PriceTests.Adds(Int32 left) in /_/tree/app/shop/test/PriceTests.cs:line 12</StackTrace>
              </ErrorInfo></Output>
            </UnitTestResult>
            <UnitTestResult testId="two" testName="Shop.PriceTests.Rounds" outcome="Passed"/>
            <UnitTestResult testId="three" testName="Shop.PriceTests.Stores" outcome="NotExecuted"/>
          </Results>
          <TestDefinitions>
            <UnitTest id="one" name="Shop.PriceTests.Adds(left: 1)"><TestMethod className="Shop.PriceTests" name="Adds"/></UnitTest>
            <UnitTest id="two" name="Shop.PriceTests.Rounds"><TestMethod className="Shop.PriceTests" name="Rounds"/></UnitTest>
          </TestDefinitions>
          <ResultSummary outcome="Failed"><Counters total="2" passed="1" failed="1" error="0" timeout="0" aborted="0"/></ResultSummary>
        </TestRun>
        """;

    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void A_failed_test_is_told_with_what_was_expected_its_line_and_the_command_that_repeats_it()
    {
        File.WriteAllText(_temp["tests.trx"], Report);

        var report = TestReport.TryRead(_temp["tests.trx"]).ShouldNotBeNull();

        (report.Passed, report.Failed, report.Skipped).ShouldBe((1, 1, 1));
        var failed = report.Failures.ShouldHaveSingleItem();
        failed.Summary.ShouldBe(
            "Shop.PriceTests.Adds(left: 1): Assert.Equal() Failure: Values differ Expected: 3 Actual:   4");
        failed.Lines("app/shop/test/Shop.Tests.csproj").ShouldBe(
        [
            "Shop.PriceTests.Adds(left: 1)",
            "    Assert.Equal() Failure: Values differ",
            "    Expected: 3",
            "    Actual:   4",
            "    at app/shop/test/PriceTests.cs:12",
            "    again: dotnet test app/shop/test --filter FullyQualifiedName=Shop.PriceTests.Adds",
        ]);
    }

    [Fact]
    public void A_message_without_end_is_cut_and_none_leaves_the_name()
    {
        var endless = new FailedTest("T", "T", string.Concat(Enumerable.Repeat(new string('x', 500) + "\n", 90)), "");

        endless.Summary.Length.ShouldBeLessThan(200);
        var lines = endless.Lines("app/shop/test/Shop.Tests.csproj").ToList();
        lines.Count.ShouldBe(23);
        lines.ShouldAllBe(line => line.Length < 170);
        lines[21].ShouldBe("    … and 70 more lines");
        new FailedTest("T", "T", "", "").Summary.ShouldBe("T");
    }

    [Theory]
    [InlineData("<TestRun")]
    [InlineData("")]
    public void Half_a_report_is_none(string text)
    {
        File.WriteAllText(_temp["tests.trx"], text);

        TestReport.TryRead(_temp["tests.trx"]).ShouldBeNull();
        TestReport.TryRead(_temp["missing.trx"]).ShouldBeNull();
    }
}
