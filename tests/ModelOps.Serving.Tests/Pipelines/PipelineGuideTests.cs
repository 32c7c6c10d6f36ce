using System.Numerics.Tensors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ModelOps.Serving.Pipelines;
using ModelOps.TestSupport;

namespace ModelOps.Serving.Tests.Pipelines;

public sealed class PipelineGuideTests
{
    [Fact]
    public async Task Guide_Pipeline_Answers()
    {
        using TemporaryFolder folder = new();
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        // <snippet:docs/guides/pipelines.md#1>
        builder.Services.AddModelOps()
            .AddServing()
            .AddPipeline("price", pipeline => pipeline
                .Input(new TensorSpec("rooms", TensorDataType.Float32, [-1, 4]))
                .Step("scale", ["rooms"], [new TensorSpec("scaled", TensorDataType.Float32, [-1, 4])], Scale)
                .Model("estimate", "house@champion", model => model.Reads("x", from: "scaled").Writes("y", to: "estimate"))
                .Model("correct", "trend", model => model.Reads("x", from: "estimate").Writes("y", to: "price"))
                .Output("price"));
        // </snippet>
        using Fakes.FakeRegistry registry = new();
        registry.Add("house", TestModels.Affine(2, 0));
        registry.Point("house", "champion", 1);
        builder.Services.AddSingleton<IModelRegistry>(registry);
        using IHost host = builder.Build();
        IModelHost models = host.Services.GetRequiredService<IModelHost>();
        await models.AddAsync(new() { Name = "house" }, TestContext.Current.CancellationToken);
        await models.AddAsync(new() { Name = "trend", File = folder.Write("trend.onnx", TestModels.Affine(1, 5)) }, TestContext.Current.CancellationToken);
        using InferenceRequest request = new(ModelReference.Parse("price"));
        request.Inputs.Add(InferenceTensor.Create<float>("rooms", [1, 4], [10, 20, 30, 40]));

        using InferenceResponse response = await host.Services.GetRequiredService<IInferenceClient>().InferAsync(request);

        Assert.Equal([7f, 9f, 11f, 13f], response.Outputs["price"].AsSpan<float>().ToArray());
    }

    // <snippet:docs/guides/pipelines.md#2>
    private static void Scale(PipelineStepContext step)
    {
        InferenceTensor rooms = step.Read("rooms");
        TensorPrimitives.Divide(rooms.AsSpan<float>(), 10f, step.Write("scaled", rooms.Shape).AsSpan<float>());
    }
    // </snippet>
}
