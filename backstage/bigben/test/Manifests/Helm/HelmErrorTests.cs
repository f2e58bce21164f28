using BigBen.Foundation;
using BigBen.Manifests.Helm;

namespace BigBen.Tests.Manifests.Helm;

/// <summary>Errors in the words of Helm 3.10 and, where they differ, of Helm 4, whichever of them this machine has.</summary>
public class HelmErrorTests
{
    [Theory]
    [InlineData(
        "Error: values don't meet the specifications of the schema(s) in the following chart(s):\napp:\n"
        + "- (root): Additional property fooo is not allowed\n- image.tag: Invalid type. Expected: string, given: integer\n\n",
        "the chart's schema refuses (root): Additional property fooo is not allowed; "
        + "image.tag: Invalid type. Expected: string, given: integer")]
    [InlineData(
        "Error: values don't meet the specifications of the schema(s) in the following chart(s):\napp:\n"
        + "- at '': additional properties 'fooo' not allowed\n- at '/image/tag': got number, want string\n"
        + "- at '/podLabels/a~1b': got number, want string\n",
        "the chart's schema refuses (root): additional properties 'fooo' not allowed; "
        + "image.tag: got number, want string; podLabels.a/b: got number, want string")]
    [InlineData(
        "Error: values don't meet the specifications of the schema(s) in the following chart(s):\nsubchart:\n"
        + "- at '/data': no items match contains schema\n  - at '/data/0': got number, want string\n",
        "the chart's schema refuses data: no items match contains schema; data.0: got number, want string")]
    [InlineData(
        "Error: execution error at (app/templates/ingress.yaml:2:12): ingress.host is needed\n\n"
        + "Use --debug flag to render out invalid YAML\n",
        "ingress.host is needed (at app/templates/ingress.yaml:2:12)")]
    [InlineData(
        "Error: execution error at (app/templates/ingress.yaml:2:12): two\nlines.\n\nUse --debug flag to render out invalid YAML\n",
        "two lines. (at app/templates/ingress.yaml:2:12)")]
    [InlineData(
        "coalesce.go:220: warning: cannot overwrite table\n"
        + "Error: template: app/templates/a.yaml:1:10: executing \"app/templates/a.yaml\" at <.Values.a.b>: "
        + "nil pointer evaluating interface {}.b\n\nUse --debug flag to render out invalid YAML\n",
        "template: app/templates/a.yaml:1:10: executing \"app/templates/a.yaml\" at <.Values.a.b>: nil pointer evaluating interface {}.b")]
    [InlineData(
        "level=WARN msg=\"cannot overwrite table\"\nError: app/templates/a.yaml:1:10\n"
        + "  executing \"app/templates/a.yaml\" at <include \"x\" .>:\n    error calling include:\napp/templates/_x.tpl:3:9\n"
        + "  executing \"x\" at <.Values.a.b>:\n    nil pointer evaluating interface {}.b\n\n"
        + "Use --debug flag to render out invalid YAML\n",
        "app/templates/a.yaml:1:10: nil pointer evaluating interface {}.b")]
    [InlineData("the program crashed\n", "the program crashed")]
    [InlineData("", "exit code 1")]
    public void The_error_is_put_in_one_line(string printed, string meaning) =>
        HelmError.Meaning(new CommandResult(1, "", printed), _ => null).ShouldBe(meaning);

    [Theory]
    [InlineData("- (root): Additional property fooo is not allowed", "fooo")]
    [InlineData("- at '': additional properties 'fooo' not allowed", "fooo")]
    [InlineData("- at '/image': additional properties 'fooo' not allowed", "image.fooo")]
    [InlineData("- at '/image/tag': got number, want string", "image.tag")]
    [InlineData("- image.tag: Invalid type. Expected: string, given: integer", "image.tag")]
    public void A_refusal_is_told_with_the_line_of_its_value(string refusal, string value) =>
        HelmError.Meaning(
            new CommandResult(1, "", $"Error: values don't meet the specifications of the schema(s):\napp:\n{refusal}\n"),
            name => $"the line of {name}").ShouldEndWith($" (the line of {value})");

    [Fact]
    public void What_a_chart_says_of_a_value_is_told_with_its_line() =>
        HelmError.Meaning(
            new CommandResult(1, "", "Error: execution error at (app/templates/deployment.yaml:1:4): env.HTTP_PORT is reserved\n"),
            name => $"the line of {name}").ShouldBe("env.HTTP_PORT is reserved (the line of env.HTTP_PORT)");
}
