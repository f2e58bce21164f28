using System.Text.Json;
using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Resources;
using BigBen.Tests.ApiServer;

namespace BigBen.Tests.Manifests.Validation;

/// <summary>Rules that the golden cases do not reach, each as Kubernetes' own validation has it: a value set in a valid object.</summary>
public class KindRulesTests
{
    public static TheoryData<string> Refused => Lines("refused");

    public static TheoryData<string> Undecodable => Lines("undecodable");

    public static TheoryData<string> Taken => Lines("taken");

    [Theory]
    [MemberData(nameof(Refused))]
    public void Others_of_their_kind_are_refused(string change)
    {
        var answer = Answer(change, out var given);

        answer.ShouldNotBeNull();
        answer.Code.ShouldBe(422, answer.Message);
        var first = answer.Details!.Causes[0];
        $"{first.Reason} {first.Field}: {first.Message}".ShouldStartWith(given.TextAt("cause")!);
    }

    [Theory]
    [MemberData(nameof(Undecodable))]
    public void What_is_no_object_of_its_kind_is_refused_by_the_decoder(string change)
    {
        var answer = Answer(change, out var given);

        answer.ShouldNotBeNull();
        answer.Code.ShouldBe(400);
        var kind = given.TextAt("kind");
        answer.Message.ShouldBe($"{kind} in version \"v1\" cannot be handled as a {kind}: {given.TextAt("error")}");
    }

    [Theory]
    [MemberData(nameof(Taken))]
    public void What_Kubernetes_takes_is_taken(string change) => Answer(change, out _)?.Message.ShouldBeNull();

    private static TheoryData<string> Lines(string file) =>
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "TestData", "validation", $"{file}.jsonl"))];

    private static Status? Answer(string change, out JsonElement given)
    {
        using var document = JsonDocument.Parse(change);
        given = document.RootElement.Clone();
        var value = GoldenCase.Base(given.TextAt("kind")!);
        GoldenCase.Set(value, given.TextAt("path")!, Golden.Node(given.GetProperty("value")));
        return ValidatorTests.Answer(value);
    }
}
