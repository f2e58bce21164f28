using BigBen.Foundation;
using BigBen.Pipeline.Performance;
using BigBen.Tests.Scenario;

namespace BigBen.Tests.Pipeline.Performance;

public class PerformanceTestTests
{
    private static readonly string[] Folders = ["app", "examples"];

    private static readonly LoadMeasurement Quick = new([1.0], 0, null);

    [Fact]
    public void Every_service_and_example_has_one_that_can_be_read()
    {
        var services = Folders.SelectMany(folder => Directory.EnumerateDirectories(Path.Combine(RepositoryRoot.Path, folder)))
            .Where(service => Directory.Exists(Path.Combine(service, "deploy-config"))).ToList();

        services.Count.ShouldBeGreaterThan(2);
        foreach (var file in services.Select(service => Path.Combine(service, PerformanceTest.FileName)))
        {
            var test = PerformanceTest.Parse(File.ReadAllText(file), file);
            test.Thresholds.Select(threshold => threshold.Metric).ShouldBe([Threshold.Failed, Threshold.Duration]);
            test.Thresholds.ShouldAllBe(threshold => threshold.Judge(Quick).IsKept);
        }
    }

    [Theory]
    [InlineData("nonsense", "cannot be read")]
    [InlineData("""{"options":{"vus":0,"duration":"1s","thresholds":{"http_req_failed":["rate<1"]}},"paths":["/"]}""", "options.vus is")]
    [InlineData("""{"options":{"vus":1,"duration":"1","thresholds":{"http_req_failed":["rate<1"]}},"paths":["/"]}""", "duration is")]
    [InlineData("""{"options":{"vus":1,"duration":"1s","thresholds":{}},"paths":["/"]}""", "options.thresholds is")]
    [InlineData("""{"options":{"vus":1,"duration":"1s","thresholds":{"http_req_failed":["rate<1"]}},"paths":["ping"]}""", "paths is")]
    [InlineData("""{"options":{"vus":1,"duration":"1s","thresholds":{"http_req_failed":null}},"paths":["/"]}""", "options.thresholds is")]
    [InlineData("""{"options":{"vus":1,"duration":"1s","thresholds":{"http_req_failed":[null]}},"paths":["/"]}""", "options.thresholds is")]
    [InlineData("""{"options":{"vus":1,"duration":"1s","thresholds":{"http_req_failed":["rate<1"]}},"paths":[null]}""", "paths is")]
    [InlineData("""{"options":{"vus":1,"duration":"1s","treshold":{}},"paths":["/"]}""", "treshold")]
    public void What_cannot_be_used_is_refused_in_a_sentence_with_its_file(string text, string what)
    {
        var message = Should.Throw<PlatformException>(() => PerformanceTest.Parse(text, "app/x/performance.json")).Message;

        message.ShouldStartWith("app/x/performance.json");
        message.ShouldContain(what);
    }
}
