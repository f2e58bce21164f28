using System.Text.Json.Nodes;
using BigBen.ApiServer.Admission;
using BigBen.ApiServer.Answers;
using BigBen.ApiServer.Resources;

namespace BigBen.Tests.Manifests.Validation;

public class ValidatorTests
{
    public static TheoryData<int> Cases => [.. Enumerable.Range(0, GoldenCase.Count)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void It_says_what_a_real_API_server_said(int number)
    {
        var golden = new GoldenCase(number);

        var answer = Answer(golden.Value());

        (answer?.Code ?? 201).ShouldBe(golden.Code, $"{golden}: {answer?.Message}");
        Causes(answer).ShouldBe(golden.Causes, golden.ToString());
        answer?.Message.ShouldBe(golden.Message, golden.ToString());
    }

    internal static Status? Answer(JsonObject value)
    {
        var apiVersion = value["apiVersion"]!.GetValue<string>();
        var kind = value["kind"]!.GetValue<string>();
        var resource = ResourceCatalog.All.First(found => found.ApiVersion == apiVersion && found.Kind == kind);
        try
        {
            ObjectValidation.CheckFields(resource, value, FieldValidation.Strict);
            ObjectValidation.CheckValues(resource, value);
            return null;
        }
        catch (StatusException e)
        {
            return e.Status;
        }
    }

    private static IReadOnlyList<string> Causes(Status? answer) =>
        [.. (answer?.Details?.Causes ?? []).Select(cause => $"{cause.Reason} {cause.Field}: {cause.Message}")];
}
