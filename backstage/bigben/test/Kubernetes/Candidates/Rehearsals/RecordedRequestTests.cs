using BigBen.Foundation;
using BigBen.Kubernetes.Candidates.Rehearsals;

namespace BigBen.Tests.Kubernetes.Candidates.Rehearsals;

public sealed class RecordedRequestTests
{
    [Theory]
    [InlineData("no", "r.json is not a list of recorded requests: ")]
    [InlineData("{}", "r.json is not a list of recorded requests: ")]
    [InlineData("""[{ "request": "GET /a", "status": 200 }, { "request": "GET" }]""", "r.json, entry 2: 'request' has to be a method")]
    [InlineData("""[{ "request": "GET /a" }]""", "r.json, entry 1: 'status' has to be the number that was answered to GET /a.")]
    public void What_is_no_list_of_requests_is_refused_by_its_entry(string text, string reason) =>
        Should.Throw<PlatformException>(() => RecordedRequest.ParseAll(text, "r.json")).Message.ShouldStartWith(reason);
}
