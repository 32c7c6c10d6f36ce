using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ModelOps.Serving;
using ModelOps.TestSupport;

namespace ModelOps.Redis.Tests.Fakes;

/// <summary>A host that serves <c>affine</c> (<c>y = 2 x + 1</c>) and shares its cache and limits through Redis.</summary>
internal sealed class ServingHost : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly TemporaryFolder _folder = new();

    private ServingHost(Dictionary<string, string?> settings)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Logging.AddProvider(Log).SetMinimumLevel(LogLevel.Trace);
        builder.Services.AddModelOps().AddServing(static o => o.Runtime = "simd").AddRedis();
        _host = builder.Build();
    }

    public LinesLoggerProvider Log { get; } = new();

    public IServiceProvider Services => _host.Services;

    public static Dictionary<string, string?> Settings(string redis) => new() { ["ModelOps:Redis:Configuration"] = redis };

    /// <summary>Shares the cache of the model. No call switches it off.</summary>
    public static Dictionary<string, string?> CacheSettings(string redis, string? secret = "a secret of all hosts")
    {
        Dictionary<string, string?> settings = Settings(redis);
        settings["ModelOps:Serving:Cache:Models:affine:IsEnabled"] = "true";
        settings["ModelOps:Serving:Cache:TrialCalls"] = "0";
        settings["ModelOps:Serving:Cache:Shared:IsEnabled"] = "true";
        settings["ModelOps:Serving:Cache:Shared:Timeout"] = "00:00:02";
        settings["ModelOps:Serving:Cache:Shared:BreakDuration"] = "00:00:00.2";
        settings["ModelOps:Serving:Cache:Shared:Secret"] = secret;
        return settings;
    }

    /// <summary>A bucket of 20 calls for each tenant of all hosts, into which nothing flows while a test runs.</summary>
    public static Dictionary<string, string?> LimitSettings(string redis, LimitFallback fallback)
    {
        Dictionary<string, string?> settings = Settings(redis);
        settings["ModelOps:Serving:Limits:Rules:0:Name"] = "tenant";
        settings["ModelOps:Serving:Limits:Rules:0:Permits"] = "20";
        settings["ModelOps:Serving:Limits:Rules:0:Window"] = "10:00:00";
        settings["ModelOps:Serving:Limits:Rules:0:IsShared"] = "true";
        settings["ModelOps:Serving:Limits:Rules:0:WhenUnavailable"] = $"{fallback}";
        settings["ModelOps:Serving:Limits:SharedTimeout"] = "00:00:02";
        settings["ModelOps:Serving:Limits:SharedBreakDuration"] = "00:00:00.2";
        return settings;
    }

    public static async Task<ServingHost> StartAsync(Dictionary<string, string?> settings, float offset = 1)
    {
        ServingHost host = new(settings);
        await host._host.StartAsync();
        await host.Services.GetRequiredService<IModelHost>().AddAsync(
            new HostedModelOptions { Name = "affine", File = host._folder.Write("affine.onnx", TestModels.Affine(2f, offset, columns: 1)) });
        return host;
    }

    public async Task<(float Answer, bool IsCached)> CallAsync(float x, string? tenant = null)
    {
        using InferenceRequest request = new(ModelReference.ToModel("affine"));
        request.Inputs.Add(InferenceTensor.Create<float>("x", [1, 1], [x]));
        request.Context.Tenant = tenant;
        using InferenceResponse response = await Services.GetRequiredService<IInferenceClient>().InferAsync(request);
        return (response.Outputs["y"].AsSpan<float>()[0], response.IsCached);
    }

    /// <summary>Waits until the cache keeps answers of the model.</summary>
    public Task CachesAsync() => Eventually.TrueAsync(async () => (await CallAsync(-1, "warm-up")).IsCached, "the model is examined, and its answers kept");

    /// <summary>How many of so many calls pass.</summary>
    public async Task<int> CountAsync(int calls, string tenant)
    {
        int passed = 0;
        for (int i = 0; i < calls; i++)
        {
            try
            {
                await CallAsync(i, tenant);
                passed++;
            }
            catch (QuotaExceededException)
            {
                // counted by not being counted
            }
        }

        return passed;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
        _folder.Dispose();
    }
}
