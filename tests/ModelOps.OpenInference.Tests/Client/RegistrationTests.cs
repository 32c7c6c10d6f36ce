using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ModelOps.OpenInference.Tests.Fakes;
using ModelOps.Serving;

namespace ModelOps.OpenInference.Tests.Client;

public sealed class RegistrationTests
{
    private static readonly Uri Address = new("http://localhost:1");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AddOpenInferenceClient_WithServingInEitherOrder_RemoteAnswers(bool first)
    {
        ServiceCollection services = new();
        services.AddLogging().AddMetrics();
        if (!first) { services.AddModelOps().AddServing(); }
        services.AddModelOps().AddOpenInferenceClient(static o => o.Endpoints.Add(Address)).AddOpenInferenceClient();
        if (first) { services.AddModelOps().AddServing(); }
        using ServiceProvider provider = services.BuildServiceProvider(validateScopes: true);

        Assert.Same(provider.GetRequiredService<OpenInferenceClient>(), provider.GetRequiredService<IInferenceClient>());
        Assert.Single(provider.GetRequiredService<IOptions<OpenInferenceClientOptions>>().Value.Endpoints);
    }

    [Fact]
    public void AddOpenInferenceClient_Named_KeyedAndLocalStays()
    {
        ServiceCollection services = new();
        services.AddLogging().AddMetrics();
        services.AddModelOps().AddServing().AddOpenInferenceClient("triton", static o => o.Endpoints.Add(Address)).AddOpenInferenceClient("kserve", static o => o.Endpoints.Add(Address)).AddOpenInferenceClient("triton");
        using ServiceProvider provider = services.BuildServiceProvider(validateScopes: true);

        IInferenceClient triton = provider.GetRequiredKeyedService<IInferenceClient>("triton");
        Assert.IsType<OpenInferenceClient>(triton);
        Assert.NotSame(triton, provider.GetRequiredKeyedService<IInferenceClient>("kserve"));
        Assert.IsNotType<OpenInferenceClient>(provider.GetRequiredService<IInferenceClient>());
        Assert.Single(provider.GetRequiredService<IOptionsMonitor<OpenInferenceClientOptions>>().Get("triton").Endpoints);
    }

    [Fact]
    public async Task AddOpenInferenceClient_FromConfiguration_Bound()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync();
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ModelOps:OpenInference:Endpoints:0"] = server.Address.ToString(),
            ["ModelOps:OpenInference:Timeout"] = "00:00:09",
            ["ModelOps:OpenInference:Headers:X-Key"] = "k",
            ["ModelOps:OpenInference:Clients:edge:Endpoints:0"] = "https://edge.example/ml",
            ["ModelOps:OpenInference:Clients:edge:Transport"] = "Grpc",
        }).Build();
        ServiceCollection services = new();
        services.AddSingleton(configuration).AddModelOps().AddOpenInferenceClient().AddOpenInferenceClient("edge");
        await using ServiceProvider provider = services.BuildServiceProvider(validateScopes: true);

        Assert.Equal(7, await provider.GetRequiredService<IInferenceClient>().CallAsync());
        Assert.Equal("k", Assert.Single(server.Seen).Headers["X-Key"]);
        IOptionsMonitor<OpenInferenceClientOptions> options = provider.GetRequiredService<IOptionsMonitor<OpenInferenceClientOptions>>();
        Assert.Equal(TimeSpan.FromSeconds(9), options.CurrentValue.Timeout);
        Assert.Equal((OpenInferenceTransport.Grpc, "https://edge.example/ml"), (options.Get("edge").Transport, options.Get("edge").Endpoints[0].ToString()));
    }

    [Fact]
    public void Options_Wrong_AllFailuresAtOnceEachWithKeyAndMend()
    {
        OpenInferenceClientOptions options = new()
        {
            Timeout = TimeSpan.Zero,
            AttemptTimeout = TimeSpan.FromDays(2),
            MaxRetries = 11,
            EjectionFailureRatio = double.NaN,
            EjectionMinimumCalls = 1,
            EjectionTime = TimeSpan.Zero,
            MaxResponseBytes = 0,
            HedgingDelay = TimeSpan.FromSeconds(-1),
            Transport = (OpenInferenceTransport)9,
        };

        OptionsValidationException e = Assert.Throws<OptionsValidationException>(() => new OpenInferenceClient(options));

        string[] keys = [.. e.Failures.Select(static f => f.Split(' ')[0].Split(':')[^1])];
        Assert.Equal(
            ["Endpoints", "Timeout", "AttemptTimeout", "EjectionTime", "HedgingDelay", "MaxRetries", "EjectionFailureRatio", "EjectionMinimumCalls", "MaxResponseBytes", "Transport"], keys);
        Assert.All(e.Failures, static f => Assert.StartsWith("ModelOps:OpenInference:", f, StringComparison.Ordinal));
        foreach (string address in (string[])["relative", "ftp://host", "http://user:secret@host", "http://host?q"])
        {
            OpenInferenceClientOptions one = new();
            one.Endpoints.Add(new Uri(address, UriKind.RelativeOrAbsolute));
            OptionsValidationException wrong = Assert.Throws<OptionsValidationException>(() => new OpenInferenceClient(one));
            Assert.DoesNotContain("secret", wrong.Message, StringComparison.Ordinal);
        }
    }
}
