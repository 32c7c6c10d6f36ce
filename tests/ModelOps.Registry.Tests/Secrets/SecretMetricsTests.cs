using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Time.Testing;
using ModelOps.Registry.Secrets.Vault;
using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests.Secrets;

public sealed class SecretMetricsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new();
    private readonly FakeVault _vault;
    private readonly ServiceProvider _services;

    public SecretMetricsTests()
    {
        _vault = new FakeVault(_time);
        _vault.Put("ml/registry", ("value", "x"));
        File.WriteAllText(_folder.File("jwt"), "jwt-1");
        ServiceCollection services = new();
        services.AddSingleton<TimeProvider>(_time);
        services.AddLogging().AddMetrics().AddModelOps().AddVaultSecrets(o =>
        {
            (o.Address, o.Role, o.ServiceAccountTokenFile) = (new Uri("https://vault:8200"), "registry", _folder.File("jwt"));
            (o.RetryDelay, o.Handler) = (TimeSpan.Zero, () => _vault);
        });
        _services = services.BuildServiceProvider(validateScopes: true);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _services.Dispose();
        _vault.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Requests_AnsweredMissingAndFailed_AreCountedWithTheCode()
    {
        using MetricCollector<long> requests = Collect("requests");
        VaultClient client = _services.GetRequiredService<VaultClient>();

        await client.ReadAsync("ml/registry", cancellationToken: Token);
        await client.ReadAsync("nothing", cancellationToken: Token);
        _vault.Outage = static _ => FakeVault.Answer(500, "{}");
        await Assert.ThrowsAsync<VaultException>(() => client.WriteAsync("ml/registry", new Dictionary<string, string> { ["value"] = "y" }, null, Token));
        _vault.Outage = static _ => throw new HttpRequestException("no route");
        await Assert.ThrowsAsync<VaultException>(() => client.ListAsync("ml", Token));

        Assert.Equal(
            [("GET", null), ("GET", null), ("POST", SecretErrorCodes.Unavailable), ("LIST", SecretErrorCodes.Unavailable)],
            requests.GetMeasurementSnapshot().Select(static m => ((string?)m.Tags["http.request.method"], (string?)m.Tags.GetValueOrDefault("error.type"))));
    }

    [Fact]
    public async Task Requests_LoginRefused_IsAFailure()
    {
        using MetricCollector<long> requests = Collect("requests");
        _vault.Outage = static _ => FakeVault.Answer(403, "{}");

        await Assert.ThrowsAsync<VaultException>(() => _services.GetRequiredService<VaultClient>().ReadAsync("ml/registry", cancellationToken: Token));

        Assert.Equal(SecretErrorCodes.Denied, Assert.Single(requests.GetMeasurementSnapshot()).Tags["error.type"]);
    }

    [Fact]
    public async Task Renewals_DoneAndFailed_AreCounted()
    {
        using MetricCollector<long> renewals = Collect("renewals");
        VaultClient client = _services.GetRequiredService<VaultClient>();
        await client.ReadAsync("ml/registry", cancellationToken: Token);

        await PassAsync(client, TimeSpan.FromMinutes(41));
        _vault.Outage = static _ => FakeVault.Answer(503, "{}");
        await PassAsync(client, TimeSpan.FromMinutes(41));

        Assert.Equal([null, SecretErrorCodes.Unavailable], renewals.GetMeasurementSnapshot().Select(static m => (string?)m.Tags.GetValueOrDefault("error.type")));
    }

    private async Task PassAsync(VaultClient client, TimeSpan time)
    {
        _time.Advance(time);
        await client.Session.LastRenewal;
    }

    private MetricCollector<long> Collect(string what) => new(_services.GetRequiredService<IMeterFactory>(), ModelOpsDiagnostics.MeterName, "modelops.secrets." + what);
}
