using Microsoft.Extensions.DependencyInjection;
using ModelOps.Serving.Caching;
using ModelOps.Serving.Tests.Fakes;
using ModelOps.TestSupport;

namespace ModelOps.Serving.Tests.Caching;

/// <summary>A host with the cached model <c>affine</c>: <c>y = 2 x + 1</c>, and a count of its runs.</summary>
internal sealed class CacheTestHost : IDisposable
{
    public const string Model = "affine";
    private int _runs;

    public CacheTestHost(Action<ResponseCacheOptions>? configure = null, Action<IModelOpsBuilder>? build = null) => Host = new TestHost(build: b =>
    {
        b.Services.Configure<ResponseCacheOptions>(options =>
        {
            options.Models[Model] = new ModelCacheOptions();
            configure?.Invoke(options);
        });
        build?.Invoke(b);
    });

    public TestHost Host { get; }

    public int Runs => Volatile.Read(ref _runs);

    public Action? OnRun { get; set; }

    public ResponseCache Cache => Host.Services.GetRequiredService<ResponseCache>();

    public static async Task<CacheTestHost> StartAsync(Action<ResponseCacheOptions>? configure = null, Action<IModelOpsBuilder>? build = null)
    {
        CacheTestHost host = new(configure, build);
        await host.LoadAsync(offset: 1);
        return host;
    }

    /// <summary>Loads it, in place of what was there, and waits until the cache knows that it may be cached.</summary>
    public async Task LoadAsync(float offset)
    {
        await Host.AddFileAsync(Model, TestModels.Affine(2f, offset, columns: 1));
        Host.Runtime.Sessions.Last().OnRun = () =>
        {
            Interlocked.Increment(ref _runs);
            OnRun?.Invoke();
        };
        await ExaminedAsync();
    }

    public Task ExaminedAsync() =>
        Eventually.TrueAsync(() => Cache.Find(Model)!.Find(Host.Host.Peek(ModelReference.ToModel(Model))!) is not null, "the model is examined");

    public async Task<(float Answer, bool IsCached)> CallAsync(float x, Action<InferenceRequest>? configure = null, CancellationToken cancellationToken = default)
    {
        using InferenceRequest request = CreateRequest(x);
        configure?.Invoke(request);
        using InferenceResponse response = await Host.Client.InferAsync(request, cancellationToken);
        return (response.Outputs["y"].AsSpan<float>()[0], response.IsCached);
    }

    public static InferenceRequest CreateRequest(float x)
    {
        InferenceRequest request = new(ModelReference.ToModel(Model));
        request.Inputs.Add(InferenceTensor.Create<float>("x", [1, 1], [x]));
        return request;
    }

    public void Dispose() => Host.Dispose();
}
