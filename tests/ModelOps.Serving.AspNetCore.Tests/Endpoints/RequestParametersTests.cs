using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ModelOps.Serving.AspNetCore.Tests.Fakes;

namespace ModelOps.Serving.AspNetCore.Tests.Endpoints;

public sealed class RequestParametersTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public async Task Infer_Parameters_ReachTheModelAsTheyAre()
    {
        FakeModels models = FakeModels.WithEcho();
        Capture capture = Capture.In(models);
        await using TestHost host = await TestHost.StartAsync(models);

        await host.InferAsync(
            Capture.Model,
            """
            {"inputs":[],"parameters":{"text":"\u00e4","flag":true,"whole":-9223372036854775808,"large":18446744073709551615,"real":1.5,"exponent":1e3,
             "sequence_id":7,"sequence_start":true,"binary_data_output":false}}
            """).OkJsonAsync();

        Assert.Equal(
            new Dictionary<string, InferenceParameter>
            {
                ["text"] = "ä",
                ["flag"] = true,
                ["whole"] = long.MinValue,
                ["large"] = ulong.MaxValue,
                ["real"] = 1.5,
                ["exponent"] = 1000.0,
                ["sequence_id"] = 7L,
                ["sequence_start"] = true,
            },
            capture.Parameters);
        Assert.Equal(0, capture.Context.Priority);
        Assert.Null(capture.Context.Deadline);

        await host.InferAsync(Capture.Model, """{"inputs":[]}""").OkJsonAsync();
        Assert.Empty(capture.Parameters); // nothing is left for the next call
    }

    [Theory]
    [InlineData("""{"priority":3}""", 3, null)]
    [InlineData("""{"priority":0,"timeout":0}""", 0, null)]
    [InlineData("""{"timeout":1500}""", 0, 1.5)]
    [InlineData("""{"priority":2147483647,"timeout":18446744073709551615}""", int.MaxValue, 86_400_000.0)]
    public async Task Infer_SchedulePolicy_IsInTheContext(string parameters, int priority, double? milliseconds)
    {
        FakeModels models = FakeModels.WithEcho();
        Capture capture = Capture.In(models);
        await using TestHost host = await TestHost.StartAsync(models, configure: b => b.Services.AddSingleton<TimeProvider>(new FakeTimeProvider(Now)));
        await host.InferAsync(Capture.Model, $$"""{"inputs":[],"parameters":{{parameters}}}""").OkJsonAsync();
        Assert.Equal(priority, capture.Context.Priority);
        Assert.Equal(milliseconds is { } time ? Now + TimeSpan.FromMilliseconds(time) : null, capture.Context.Deadline);
        Assert.Empty(capture.Parameters);
    }

    [Theory]
    [InlineData("""{"a":[1]}""")]
    [InlineData("""{"a":{}}""")]
    [InlineData("""{"a":null}""")]
    [InlineData("""{"a":1e999}""")]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("""{"binary_data_output":true,"binary_data_output":true}""")]
    [InlineData("""{"headers":"x"}""")]
    [InlineData("""{"triton_enable_empty_final_response":true}""")]
    [InlineData("""{"priority":-1}""")]
    [InlineData("""{"priority":2147483648}""")]
    [InlineData("""{"priority":1.5}""")]
    [InlineData("""{"priority":"1"}""")]
    [InlineData("""{"timeout":-1}""")]
    [InlineData("""{"timeout":"soon"}""")]
    public async Task Infer_ParameterThatIsNotAllowed_Is400(string parameters)
    {
        FakeModels models = FakeModels.WithEcho();
        Capture.In(models);
        await using TestHost host = await TestHost.StartAsync(models);
        JsonElement error = await host.InferAsync(Capture.Model, $$"""{"inputs":[],"parameters":{{parameters}}}""").ErrorAsync(400);
        Assert.Equal("INVALID_REQUEST", error.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Infer_TooManyOrTooLongParameters_Is400()
    {
        FakeModels models = FakeModels.WithEcho();
        Capture capture = Capture.In(models);
        await using TestHost host = await TestHost.StartAsync(models);
        string Many(int count) => "{\"inputs\":[],\"parameters\":{" + string.Join(',', Enumerable.Range(0, count).Select(i => $"\"p{i}\":{i}")) + "}}";
        await host.InferAsync(Capture.Model, Many(128)).OkJsonAsync();
        Assert.Equal(128, capture.Parameters.Count);
        await host.InferAsync(Capture.Model, Many(129)).ErrorAsync(400);
        await host.InferAsync(Capture.Model, $$$"""{"inputs":[],"parameters":{"{{{new string('p', 4097)}}}":1}}""").ErrorAsync(400);
        await host.InferAsync(Capture.Model, $$$"""{"inputs":[],"parameters":{"p":"{{{new string('p', 4097)}}}"}}""").ErrorAsync(400);
    }

    [Fact]
    public async Task Infer_ParametersOfTheAnswer_AreWritten()
    {
        FakeModels models = FakeModels.WithEcho();
        Capture capture = Capture.In(models);
        capture.Answer = static parameters =>
        {
            parameters.Set("text", "ä\"");
            parameters.Set("flag", false);
            parameters.Set("whole", -1L);
            parameters.Set("large", ulong.MaxValue);
            parameters.Set("real", 0.5);
            parameters.Set("none", double.NaN);
        };
        await using TestHost host = await TestHost.StartAsync(models);
        JsonElement json = await host.InferAsync(Capture.Model, """{"inputs":[]}""").OkJsonAsync();
        Assert.Equal(
            """{"text":"\u00E4\u0022","flag":false,"whole":-1,"large":18446744073709551615,"real":0.5,"none":"NaN"}""", json.GetProperty("parameters").GetRawText());
    }
}
