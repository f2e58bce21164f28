using BigBen.Foundation;
using BigBen.Pipeline.Performance;
using BigBen.Tests.Scenario;

namespace BigBen.Tests.Pipeline.Performance;

public class PerformanceTestTests
{
    [Fact]
    public void Every_service_and_example_has_one_that_can_be_read()
    {
        var files = new[] { "app", "examples" }.SelectMany(folder => Directory.EnumerateFiles(
            Path.Combine(RepositoryRoot.Path, folder), PerformanceTest.FileName, SearchOption.AllDirectories)).ToList();

        files.Count.ShouldBe(
            new[] { "app", "examples" }.Sum(folder => Directory.EnumerateDirectories(Path.Combine(RepositoryRoot.Path, folder))
                .Count(service => Directory.Exists(Path.Combine(service, "deploy-config")))));
        foreach (var file in files)
        {
            var test = PerformanceTest.Parse(File.ReadAllText(file), file);
            test.Thresholds.Select(threshold => threshold.Metric).ShouldBe([Threshold.Failed, Threshold.Duration]);
            test.Thresholds.ShouldAllBe(threshold => threshold.Judge(new LoadMeasurement(new[] { 1.0 }, 0, null)).IsKept);
        }
    }

    [Theory]
    [InlineData("nonsense", "cannot be read")]
    [InlineData("""{"options":{"vus":0,"duration":"1s","thresholds":{"http_req_failed":["rate<1"]}},"paths":["/"]}""", "options.vus is")]
    [InlineData("""{"options":{"vus":1,"duration":"1","thresholds":{"http_req_failed":["rate<1"]}},"paths":["/"]}""", "options.duration is")]
    [InlineData("""{"options":{"vus":1,"duration":"1s","thresholds":{}},"paths":["/"]}""", "options.thresholds is")]
    [InlineData("""{"options":{"vus":1,"duration":"1s","thresholds":{"http_req_failed":["rate<1"]}},"paths":["ping"]}""", "paths is")]
    [InlineData("""{"options":{"vus":1,"duration":"1s","treshold":{}},"paths":["/"]}""", "treshold")]
    public void What_cannot_be_used_is_refused_in_a_sentence_with_its_file(string text, string what)
    {
        var message = Should.Throw<PlatformException>(() => PerformanceTest.Parse(text, "app/x/performance.json")).Message;

        message.ShouldStartWith("app/x/performance.json");
        message.ShouldContain(what);
    }
}
