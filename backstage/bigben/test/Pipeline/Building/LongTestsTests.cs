using BigBen.Pipeline.Building;

namespace BigBen.Tests.Pipeline.Building;

public class LongTestsTests
{
    // As dotnet test 10.0 with xunit.runner.visualstudio 3.1 prints them.
    private const string Output = """
          Determining projects to restore...
        Test run for /work/tree/artifacts/bin/A.Tests/release/A.Tests.dll (.NETCoreApp,Version=v10.0)
        [xUnit.net 00:01:11.71] A.Tests: [Long Running Test] 'Shop.PriceTests.Is_slow', Elapsed: 00:01:09
        [xUnit.net 00:01:11.72] A.Tests: [Long Running Test] 'Shop.CartTests.Waits(text: "it's")', Elapsed: 00:01:01
        [xUnit.net 00:02:11.73] A.Tests: [Long Running Test] 'Shop.CartTests.Waits(text: "it's")', Elapsed: 00:02:01
        [xUnit.net 00:02:11.73] A.Tests: [Long Running Test] 'Shop.BasketTests.Waits', Elapsed: 00:01:02
        [xUnit.net 00:02:31.00]     Shop.PriceTests.Is_refused [SKIP]
        """;

    [Fact]
    public void Those_that_were_told_last_are_still_running()
    {
        var tests = new LongTests();

        foreach (var line in Output.Split('\n'))
            tests.Take(line);

        tests.Running.ShouldBe(["Shop.BasketTests.Waits", "Shop.CartTests.Waits(text: \"it's\")"]);
    }

    [Fact]
    public void A_runner_that_tells_nothing_leaves_none() => new LongTests().Running.ShouldBeEmpty();
}
