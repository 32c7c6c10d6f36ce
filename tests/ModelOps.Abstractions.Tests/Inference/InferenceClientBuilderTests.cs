using Microsoft.Extensions.DependencyInjection;

namespace ModelOps.Tests.Inference;

public sealed class InferenceClientBuilderTests
{
    private static readonly IServiceProvider Services = new ServiceCollection().BuildServiceProvider();

    [Fact]
    public async Task Build_ConcernAddedFirst_IsOutermost()
    {
        IInferenceClient client = new InferenceClientBuilder(new Recorder("core", null))
            .Use(static inner => new Recorder("first", inner))
            .Use(static (inner, _) => new Recorder("second", inner))
            .Build(Services);

        using InferenceRequest request = new(ModelReference.ToModel("m"));
        using InferenceResponse response = await client.InferAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal("first second core ", response.ModelName);
    }

    [Fact]
    public async Task InferAsync_ConcernWithoutOverrides_PassesEverythingOn()
    {
        IInferenceClient client = new InferenceClientBuilder(_ => new Recorder("core", null)).Use(static inner => new PassOn(inner)).Build(Services);

        using InferenceRequest request = new(ModelReference.ToModel("m"));
        using InferenceResponse response = await client.InferAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal("core ", response.ModelName);
        Assert.True(await client.IsReadyAsync(request.Model, TestContext.Current.CancellationToken));
        Assert.Equal("m", (await client.GetMetadataAsync(request.Model, TestContext.Current.CancellationToken)).Name);
    }

    [Fact]
    public void Build_ConcernReturnsNull_SaysWhichOne()
    {
        InferenceClientBuilder builder = new InferenceClientBuilder(new Recorder("core", null)).Use(static inner => inner).Use(static _ => null!);
        Assert.Contains("position 1", Assert.Throws<InvalidOperationException>(() => builder.Build(Services)).Message, StringComparison.Ordinal);
    }

    private sealed class PassOn(IInferenceClient inner) : DelegatingInferenceClient(inner);

    private sealed class Recorder(string name, IInferenceClient? inner) : IInferenceClient
    {
        public async ValueTask InferAsync(InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken = default)
        {
            response.ModelName += $"{name} ";
            if (inner is not null) { await inner.InferAsync(request, response, cancellationToken); }
        }

        public ValueTask<ModelMetadata> GetMetadataAsync(ModelReference model, CancellationToken cancellationToken = default) => ValueTask.FromResult(
            new ModelMetadata { Name = model.Name, Versions = [], Platform = "test", Signature = new ModelSignature([], []) });

        public ValueTask<bool> IsReadyAsync(ModelReference model, CancellationToken cancellationToken = default) => ValueTask.FromResult(true);
    }
}
