using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ModelOps.TestSupport;

namespace ModelOps.Generators.Tests;

// <snippet:docs/guides/typed-predictors.md#1>
[ModelInput]
[Features("x")]
public partial record House(float Area, int Rooms, double? Age, bool HasGarden);

[ModelOutput]
public readonly partial record struct Price([Tensor("y")] ReadOnlyMemory<float> Values);
// </snippet>

[Collection(nameof(GuideTests))]
[CollectionDefinition(nameof(GuideTests), DisableParallelization = true)]
public sealed class GuideTests : IDisposable
{
    private readonly CurrentFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task TypedPredictors_AsInTheGuide_Answer()
    {
        _folder.Write("house.onnx", TestModels.Affine(2, 1));
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        // <snippet:docs/guides/typed-predictors.md#2>
        builder.Services.AddModelOps()
            .AddServing(serving => serving.Models.Add(new() { Name = "house", File = "house.onnx" }))
            .AddPredictor<House, Price>("house", predictor => predictor.Check = PredictorCheck.AtStart);
        // </snippet>
        using IHost host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);

        // <snippet:docs/guides/typed-predictors.md#3>
        IPredictor<House, Price> predictor = host.Services.GetRequiredService<IPredictor<House, Price>>();
        Price price = await predictor.PredictAsync(new House(120, 4, Age: null, HasGarden: true));
        Price[] prices = await predictor.PredictBatchAsync(new House[] { new(80, 3, 12, false), new(200, 6, 1, true) }); // one call of the model
        // </snippet>

        Assert.Equal([241f, 9f, float.NaN, 3f], price.Values.ToArray());
        Assert.Equal([[161f, 7f, 25f, 1f], [401f, 13f, 3f, 3f]], prices.Select(static p => p.Values.ToArray()));
        await host.StopAsync(TestContext.Current.CancellationToken);
    }
}
