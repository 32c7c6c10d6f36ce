using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ModelOps.Serving.Tests.Fakes;
using ModelOps.TestSupport;

namespace ModelOps.Serving.Tests.Hosting;

[Collection(nameof(ReadmeTests))]
public sealed class HostingGuideTests : IDisposable
{
    private readonly CurrentFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Guide_LazyAndEagerModelsAndOneAtRunTime()
    {
        Directory.CreateDirectory("models/price/1");
        foreach (string file in new[] { "models/demand.onnx", "models/rare.onnx", "models/price/1/model.onnx" }) { _folder.Write(file, TestModels.Affine(2f, 1f, columns: 1)); }
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        Configure(builder);
        using IHost app = builder.Build();
        await app.StartAsync();
        IModelHost models = app.Services.GetRequiredService<IModelHost>();
        await Eventually.TrueAsync(() => models.IsReady, "it is ready");

        await UseAsync(app.Services);

        using InferenceResponse response = await app.Services.GetRequiredService<IInferenceClient>().InferAsync(TestHost.CreateRequest("rare"));
        Assert.Equal(3f, response.Outputs["y"].AsSpan<float>()[0]);
        Assert.Equal(["demand", "rare"], models.Models.Select(static m => m.Name));
        await app.StopAsync();
    }

    private static void Configure(HostApplicationBuilder builder)
    {
        // <snippet:docs/guides/hosting-models.md#1>
        builder.Services.AddModelOps().AddServing(o =>
        {
            o.MaxResidentBytes = 4L << 30;                                             // idle lazy models beyond go, and come back when called
            o.Models.Add(new() { Name = "demand", File = "models/demand.onnx" });      // loaded at the start; the file is followed
            o.Models.Add(new() { Name = "rare", File = "models/rare.onnx", IsLazy = true }); // loaded by its first call
        });
        // </snippet>
    }

    private static async Task UseAsync(IServiceProvider services)
    {
        // <snippet:docs/guides/hosting-models.md#2>
        IModelHost host = services.GetRequiredService<IModelHost>();
        await host.AddAsync(new() { Name = "price", Directory = "models/price", VersionPolicy = ModelVersionPolicy.Latest, LatestVersions = 2 });
        Console.WriteLine(host.GetReport()); // what is served, how, and why so
        await host.RemoveAsync("price");     // ends when its last call has
        // </snippet>
    }
}
