using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using ModelOps.Registry.Secrets;
using ModelOps.Registry.Secrets.Vault;

namespace ModelOps.Registry.Tests.Secrets;

public sealed class SecretSourceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Environment_Name_IsUpperCaseWithUnderscores()
    {
        Environment.SetEnvironmentVariable("MODELOPS_SECRET_SIGNING_KEY_2", "from-environment");

        Secret secret = await new EnvironmentSecretSource().GetAsync("Signing:Key-2", Token);

        Assert.Equal(("from-environment", null, null), (secret.Reveal(), secret.Version, secret.ExpiresAt));
        Assert.Equal("secret 'Signing:Key-2'", secret.ToString());
        SecretNotFoundException error = await Assert.ThrowsAsync<SecretNotFoundException>(async () => await new EnvironmentSecretSource().GetAsync("absent", Token));
        Assert.Equal("absent", error.Name);
    }

    [Fact]
    public async Task Chain_ConfigurationBeforeEnvironment_AndVaultBeforeBoth()
    {
        Environment.SetEnvironmentVariable("MODELOPS_SECRET_CHAIN_A", "environment");
        Environment.SetEnvironmentVariable("MODELOPS_SECRET_CHAIN_B", "environment");
        FakeTimeProvider time = new();
        using FakeVault vault = new(time);
        vault.Put("chain/c", ("value", "vault"), ("user", "me"));
        vault.Put("Chain_A", ("value", "vault"));
        string token = vault.Issue(null);
        ServiceCollection services = new();
        services.AddSingleton<TimeProvider>(time);
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ModelOps:Secrets:Chain:A"] = "configuration",
            ["ModelOps:Registry:Vault:Address"] = "https://vault:8200",
            ["ModelOps:Registry:Vault:Token"] = token,
        }).Build());
        services.AddModelOps().AddVaultSecrets(o => o.Handler = () => vault).AddVaultSecrets();
        await using ServiceProvider provider = services.BuildServiceProvider(validateScopes: true);

        ISecretSource source = provider.GetRequiredService<ISecretSource>();

        Assert.Equal("configuration", (await source.GetAsync("Chain:A", Token)).Reveal());
        Assert.Equal("vault", (await source.GetAsync("Chain_A", Token)).Reveal());
        Assert.Equal("environment", (await source.GetAsync("Chain:B", Token)).Reveal());
        Assert.Equal("vault", (await source.GetAsync("chain/c", Token)).Reveal());
        Assert.Equal("me", (await source.GetAsync("chain/c#user", Token)).Reveal());
        Assert.Null(await source.FindAsync("chain/c#absent", Token));
    }

    [Fact]
    public async Task Vault_CachedSecret_IsReadAgainWhenItExpiresAndOutlastsAnOutage()
    {
        FakeTimeProvider time = new();
        using FakeVault vault = new(time);
        vault.Put("key", ("value", "one"));
        string token = vault.Issue(null);
        ServiceCollection services = new();
        services.AddSingleton<TimeProvider>(time);
        services.AddModelOps().AddVaultSecrets(o =>
        {
            o.Address = new Uri("https://vault:8200");
            o.Token = token;
            o.Handler = () => vault;
            o.MaxAttempts = 1;
        });
        await using ServiceProvider provider = services.BuildServiceProvider(validateScopes: true);
        ISecretSource source = provider.GetRequiredService<ISecretSource>();

        Secret first = await source.GetAsync("key", Token);
        vault.Put("key", ("value", "two"));
        Secret cached = await source.GetAsync("key", Token);
        time.Advance(TimeSpan.FromMinutes(5));
        Secret rotated = await source.GetAsync("key", Token);
        vault.Outage = static _ => throw new HttpRequestException("away");
        time.Advance(TimeSpan.FromMinutes(30));
        Secret kept = await source.GetAsync("key", Token);
        time.Advance(TimeSpan.FromMinutes(36));

        Assert.Equal(("one", "1", time.Start + TimeSpan.FromMinutes(5)), (first.Reveal(), first.Version, first.ExpiresAt));
        Assert.Equal(("one", "two", "two"), (cached.Reveal(), rotated.Reveal(), kept.Reveal()));
        VaultException error = await Assert.ThrowsAsync<VaultException>(async () => await source.GetAsync("key", Token));
        Assert.Equal(SecretErrorCodes.Unavailable, error.Code);
    }

    [Fact]
    public async Task AddVaultSecrets_BadOptions_StopTheStart()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddModelOps().AddVaultSecrets(static o =>
        {
            o.Address = new Uri("http://vault:8200");
            o.Token = "t";
            o.Role = "r";
            o.MaxAttempts = 0;
        });
        using IHost host = builder.Build();

        OptionsValidationException error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Token));

        Assert.Contains("ModelOps:Registry:Vault:Address is 'http://vault:8200/'. Use https", error.Message, StringComparison.Ordinal);
        Assert.Contains("names 2 of Token, TokenFile and Role", error.Message, StringComparison.Ordinal);
        Assert.Contains("ModelOps:Registry:Vault:MaxAttempts is '0'. Use 1 to 10.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddSecrets_SourceOfTheHost_Stays()
    {
        EnvironmentSecretSource own = new("OWN_");
        ServiceCollection services = new();
        services.AddSingleton<ISecretSource>(own);
        services.AddModelOps().AddSecrets();
        await using ServiceProvider provider = services.BuildServiceProvider(validateScopes: true);

        Assert.Same(own, provider.GetRequiredService<ISecretSource>());
    }
}
