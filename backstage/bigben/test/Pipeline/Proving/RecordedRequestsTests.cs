using BigBen.Foundation;
using BigBen.Kubernetes.Candidates;
using BigBen.Tests.Kubernetes.Candidates;

namespace BigBen.Tests.Pipeline.Proving;

public sealed class RecordedRequestsTests
{
    private const string File = "app/service-a/test/rehearsal.json";
    private const string Program = "app/service-a/src/Program.cs";

    [Fact]
    public async Task Each_version_is_asked_what_its_own_commit_recorded()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        await fixture.DeliverFirstAsync();
        fixture.Environments.Candidates = CandidateYaml.Of(
            CandidateYaml.Service(annotations: $"{{ {CandidateDeployment.Annotation}: rehearsal }}"));

        await fixture.DeliverAsync("2", (Program, "2"), (File, """[{ "request": "GET /two", "status": 200 }]"""));
        await fixture.DeliverAsync("3", (Program, "3"), (File, """[{ "request": "GET /three", "status": 200 }]"""));

        fixture.Environments.Rehearsals.Select(known => (known.Environment, $"{known.Before?[0]}", $"{known.After?[0]}"))
            .ShouldBe([("developer", "", "GET /two"), ("developer", "GET /two", "GET /three")]);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_refuses_the_delivery()
    {
        using var fixture = await PipelineFixture.CreateAsync();
        await fixture.DeliverFirstAsync();
        fixture.Environments.Candidates = CandidateYaml.Of(
            CandidateYaml.Service(annotations: $"{{ {CandidateDeployment.Annotation}: rehearsal }}"));

        (await Should.ThrowAsync<PlatformException>(() => fixture.DeliverAsync("2", (Program, "2"), (File, "{}")))).Message
            .ShouldContain($"{File} is not a list of recorded requests");
    }
}
