using Microsoft.AspNetCore.Http;

namespace BigBen.ServiceDefaults.Tests;

public class UnprocessableTests
{
    [Fact]
    public void It_is_a_problem_of_422_that_names_the_field()
    {
        var problem = Unprocessable.Of("text", "Give a text.").ProblemDetails.ShouldBeOfType<HttpValidationProblemDetails>();

        problem.Status.ShouldBe(422);
        problem.Errors["text"].ShouldBe(["Give a text."]);
    }
}
