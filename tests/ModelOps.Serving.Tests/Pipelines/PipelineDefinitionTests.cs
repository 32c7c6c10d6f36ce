using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ModelOps.Serving.Pipelines;
using ModelOps.Serving.Tests.Fakes;
using ModelOps.TestSupport;

namespace ModelOps.Serving.Tests.Pipelines;

public sealed class PipelineDefinitionTests
{
    private static readonly TensorSpec Number = new("n", TensorDataType.Float32, [-1]);

    [Fact]
    public void AddPipeline_EverythingWrong_SaysAllAtOnce()
    {
        IModelOpsBuilder builder = new ServiceCollection().AddModelOps();

        ArgumentException e = Assert.Throws<ArgumentException>(() => builder.AddPipeline("a/b", static p => p.Version("new").Input("unread").Input("x")
            .Model("one", "no/model", static m => m.Reads("x").Reads("x").Writes("y"))
            .Step("one", ["gone"], [Number with { Name = "y" }], static _ => { })
            .Step("idle", [], [], static _ => { })
            .Step("left", ["r"], [Number with { Name = "l" }], static _ => { })
            .Step("right", ["l"], [Number with { Name = "r" }], static _ => { })
            .Output("z").Output("y").Output("y")));

        string[] expected =
        [
            "Name is 'a/b'",
            "Version is 'new'",
            "a step named 'one' again",
            "writes the tensor 'y' more than once",
            "Outputs:z is 'z', which nothing writes (there are: unread, x, y, l, r)",
            "Outputs names 'y' more than once",
            "Steps:one reads 'gone', which is neither an input nor written by a step",
            "Steps:one:Model is 'no/model'",
            "Steps:one feeds 'x' more than once",
            "Steps:idle reads nothing",
            "Steps:idle writes nothing",
            "Inputs has 'unread', which no model reads",
            "go in a circle: 'left', 'right' wait for each other",
        ];
        Assert.All(expected, text => Assert.Contains(text, e.Message, StringComparison.Ordinal));
        ArgumentException empty = Assert.Throws<ArgumentException>(() => builder.AddPipeline("p", static _ => { }));
        Assert.All(["Steps has 0 entries", "Inputs is empty", "Outputs is empty"], text => Assert.Contains(text, empty.Message, StringComparison.Ordinal));
        Assert.Throws<InvalidOperationException>(() => builder.AddPipeline("p", static p => p.When(static _ => true)));
    }

    [Fact]
    public async Task Configuration_PipelineOfModels_Answers()
    {
        using TestHost host = Configured(
            ("Name", "sums"), ("Inputs:0", "a"), ("Inputs:1", "b"), ("Outputs:total", "s2"),
            ("Steps:0:Name", "second"), ("Steps:0:Model", "pair"), ("Steps:0:Inputs:a", "s1"), ("Steps:0:Inputs:b", "s1"), ("Steps:0:Outputs:sum", "s2"),
            ("Steps:1:Name", "first"), ("Steps:1:Model", "pair"), ("Steps:1:Inputs:a", "a"), ("Steps:1:Inputs:b", "b"), ("Steps:1:Outputs:sum", "s1"));
        await host.AddFileAsync("pair", TestModels.SumAndDifference());
        using InferenceRequest request = new(ModelReference.Parse("sums"));
        request.Inputs.Add(InferenceTensor.Create<float>("a", [1], [1]));
        request.Inputs.Add(InferenceTensor.Create<float>("b", [1], [2]));

        using InferenceResponse response = await host.Client.InferAsync(request);

        Assert.Equal([6f], response.Outputs["total"].AsSpan<float>().ToArray());
    }

    [Fact]
    public void Configuration_Wrong_StopsTheStartWithKeysAndMends()
    {
        using TestHost host = Configured(
            ("Name", "other"), ("Inputs:0", "a"), ("Outputs:y", "s"),
            ("Steps:0:Name", "first"), ("Steps:0:Model", "other"), ("Steps:0:Inputs:a", "a"), ("Steps:0:Outputs:sum", "t"));

        OptionsValidationException e = Assert.Throws<OptionsValidationException>(() => host.Services.GetRequiredService<IOptions<PipelinesOptions>>().Value);

        Assert.Contains("ModelOps:Serving:Pipelines:0:Outputs:y is 's', which nothing writes", e.Message, StringComparison.Ordinal);
        Assert.Contains("ModelOps:Serving:Pipelines:0:Steps:first:Model is 'other', which is a pipeline", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddPipeline_NameOfAModel_IsRefused()
    {
        using TestHost host = new(
            static o => o.Models.Add(new() { Name = "p", File = "p.onnx" }),
            static b => b.AddPipeline("p", static p => p.Input(Number).Step("s", ["n"], [Number with { Name = "y" }], static _ => { }).Output("y")));

        OptionsValidationException e = Assert.Throws<OptionsValidationException>(() => host.Services.GetRequiredService<IOptions<PipelinesOptions>>().Value);

        Assert.Contains("as another pipeline or a model is", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NoPipeline_Configured_CostsNothing()
    {
        using TestHost host = new();
        Assert.IsNotType<PipelineInferenceClient>(host.Client);
        Assert.Empty(host.Services.GetRequiredService<PipelineCatalog>().Graphs);
    }

    private static TestHost Configured(params (string Key, string Value)[] settings) => new(build: builder => builder.Services.AddSingleton<IConfiguration>(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(static s => KeyValuePair.Create($"ModelOps:Serving:Pipelines:0:{s.Key}", (string?)s.Value))).Build()));
}
