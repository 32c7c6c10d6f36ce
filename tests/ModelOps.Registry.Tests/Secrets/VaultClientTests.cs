using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using ModelOps.Registry.Secrets.Vault;
using ModelOps.Registry.Signing;
using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests.Secrets;

public sealed class VaultClientTests : IDisposable
{
    private const string Value = "s3cr3t-value";

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new();
    private readonly FakeLogCollector _logs = new();
    private readonly FakeVault _vault;
    private readonly LoggerFactory _loggers;

    public VaultClientTests()
    {
        _vault = new FakeVault(_time);
        _vault.Put("ml/registry", ("value", Value), ("retries", 3));
        _loggers = new LoggerFactory([new FakeLoggerProvider(_logs)], new LoggerFilterOptions { MinLevel = LogLevel.Trace });
        File.WriteAllText(_folder.File("jwt"), "jwt-1\n");
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _loggers.Dispose();
        _vault.Key.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Read_Secret_HasFieldsVersionAndTime()
    {
        using VaultClient client = Kubernetes();
        _vault.Put("ml/registry", ("value", "newer"));

        VaultSecret newest = (await client.ReadAsync("ml/registry", cancellationToken: Token))!;
        VaultSecret first = (await client.ReadAsync("ml/registry", 1, Token))!;

        Assert.Equal((2, "newer", _time.GetUtcNow()), (newest.Version, newest.Reveal()["value"], newest.CreatedAt));
        Assert.Equal((1, Value, "3"), (first.Version, first.Reveal()["value"], first.Reveal()["retries"]));
        Assert.Equal(1, _vault.Count("POST /v1/auth/kubernetes/login"));
    }

    [Fact]
    public async Task Read_MissingOrDeleted_IsNull()
    {
        using VaultClient client = Kubernetes();
        _vault.Put("gone", ("value", "x"));
        _vault.DeleteVersion("gone", 1);

        Assert.Null(await client.ReadAsync("nothing", cancellationToken: Token));
        Assert.Null(await client.ReadAsync("gone", cancellationToken: Token));
        Assert.Null(await client.ReadAsync("ml/registry", 9, Token));
    }

    [Fact]
    public async Task List_Folder_GivesNamesAndFolders()
    {
        using VaultClient client = Kubernetes();
        _vault.Put("ml/deep/er", ("value", "x"));

        Assert.Equal(["deep/", "registry"], await client.ListAsync("ml", Token));
        Assert.Equal(["ml/"], await client.ListAsync(null, Token));
        Assert.Empty(await client.ListAsync("nothing", Token));
    }

    [Fact]
    public async Task Write_CheckAndSet_OneOfTwoWins()
    {
        using VaultClient client = Kubernetes();
        Dictionary<string, string> fields = new() { ["value"] = Value };

        Assert.Equal(1, await client.WriteAsync("new", fields, expectedVersion: 0, Token));
        VaultException error = await Assert.ThrowsAsync<VaultException>(() => client.WriteAsync("new", fields, expectedVersion: 0, Token));
        Assert.Equal(2, await client.WriteAsync("new", fields, expectedVersion: 1, Token));
        Assert.Equal(3, await client.WriteAsync("new", fields, expectedVersion: null, Token));

        Assert.Equal((ModelOpsErrorKind.Conflict, SecretErrorCodes.Conflict), (error.Kind, error.Code));
        AssertHidden(error.ToString());
    }

    [Fact]
    public async Task Write_NoAnswer_IsNotRepeated()
    {
        using VaultClient client = Kubernetes();
        _vault.Outage = static request => request.RequestUri!.AbsolutePath.EndsWith("/new", StringComparison.Ordinal) ? throw new HttpRequestException(Value) : null;

        VaultException error = await Assert.ThrowsAsync<VaultException>(() => client.WriteAsync("new", new Dictionary<string, string> { ["value"] = Value }, 0, Token));

        Assert.Equal(ModelOpsErrorKind.Unavailable, error.Kind);
        Assert.Equal(1, _vault.Count("POST /v1/secret/data/new"));
        AssertHidden(error.ToString());
    }

    [Theory]
    [InlineData("../sys/seal")]
    [InlineData("a//b")]
    [InlineData("/a")]
    [InlineData("a/./b")]
    [InlineData("")]
    public async Task Read_PathThatLeavesTheMount_IsRefused(string path)
    {
        using VaultClient client = Kubernetes();

        await Assert.ThrowsAsync<ArgumentException>(() => client.ReadAsync(path, cancellationToken: Token));
        Assert.Empty(_vault.Requests);
    }

    [Fact]
    public async Task Read_OddName_IsEscaped()
    {
        using VaultClient client = Kubernetes();
        _vault.Put("a b?c#d/%2e%2e", ("value", "x"));

        Assert.Equal("x", (await client.ReadAsync("a b?c#d/%2e%2e", cancellationToken: Token))!.Reveal()["value"]);
    }

    [Fact]
    public async Task SignDigest_EcdsaKey_GivesDerThatThePublicKeyVerifies()
    {
        using VaultClient client = Kubernetes();
        byte[] digest = SHA256.HashData("model"u8);

        VaultSignature signature = await client.SignDigestAsync("models", digest, Token);

        Assert.Equal(3, signature.KeyVersion);
        Assert.True(_vault.Key.VerifyHash(digest, signature.Bytes.Span, DSASignatureFormat.Rfc3279DerSequence));
        Assert.True(await client.VerifyDigestAsync("models", digest, signature, Token));
        Assert.False(await client.VerifyDigestAsync("models", SHA256.HashData("other"u8), signature, Token));
        await Assert.ThrowsAsync<ArgumentException>(() => client.SignDigestAsync("models", "short"u8.ToArray(), Token));
    }

    [Fact]
    public async Task SignatureProvider_SignsWhatItsPublicKeyVerifies()
    {
        using VaultClient client = Kubernetes();
        VaultSignatureProvider provider = new(client, "models");
        byte[] digest = SHA256.HashData("model"u8);

        byte[] signature = await provider.SignDigestAsync(digest, HashAlgorithmName.SHA256, Token);

        using ECDsa key = ECDsa.Create();
        key.ImportFromPem(await provider.GetPublicKeyAsync(Token));
        Assert.True(key.VerifyHash(digest, signature, DSASignatureFormat.Rfc3279DerSequence));
        await Assert.ThrowsAsync<ArgumentException>(async () => await provider.SignDigestAsync(digest, HashAlgorithmName.SHA512, Token));
    }

    [Fact]
    public async Task SignMessage_SendsTheMessageItself()
    {
        using VaultClient client = Kubernetes();
        _vault.Outage = static request => request.RequestUri!.AbsolutePath == "/v1/transit/sign/ed"
            ? FakeVault.Answer(200, """{"data":{"signature":"vault:v12:AQID"}}""")
            : null;

        VaultSignature signature = await client.SignMessageAsync("ed", "hello"u8.ToArray(), Token);

        Assert.Equal((12, "AQID"), (signature.KeyVersion, Convert.ToBase64String(signature.Bytes.Span)));
        Assert.Equal("""{"input":"aGVsbG8="}""", _vault.Bodies.Last());
    }

    [Fact]
    public async Task SignatureProvider_OfAnEd25519Key_SendsTheDataItself()
    {
        using VaultClient client = Kubernetes();
        using Ed25519SignatureProvider key = Ed25519SignatureProvider.Create();
        byte[] publicKey = Convert.FromBase64String((await key.GetPublicKeyAsync(Token)).Split('\n')[1])[^32..]; // Vault gives these bytes alone
        byte[] expected = await key.SignDataAsync("hello"u8.ToArray(), Token);
        _vault.Outage = request => request.RequestUri!.AbsolutePath switch
        {
            "/v1/transit/keys/ed" => FakeVault.Answer(200, $"{{\"data\":{{\"latest_version\":1,\"keys\":{{\"1\":{{\"public_key\":\"{Convert.ToBase64String(publicKey)}\"}}}}}}}}"),
            "/v1/transit/sign/ed" => FakeVault.Answer(200, $"{{\"data\":{{\"signature\":\"vault:v1:{Convert.ToBase64String(expected)}\"}}}}"),
            _ => null,
        };
        VaultSignatureProvider provider = new(client, "ed");

        byte[] signature = await provider.SignDataAsync("hello"u8.ToArray(), Token);

        Assert.Equal(await key.GetPublicKeyAsync(Token), await provider.GetPublicKeyAsync(Token));
        Assert.True(TrustedKey.FromPem("vault", await provider.GetPublicKeyAsync(Token)).Verifies("hello"u8, signature));
        Assert.Contains("""{"input":"aGVsbG8="}""", _vault.Bodies);
    }

    [Theory]
    [InlineData("""{"data":{"signature":"vault:vX:AQID"}}""")]
    [InlineData("""{"data":{"signature":"vault:v1:%%%"}}""")]
    [InlineData("""{"data":{"signature":"AQID"}}""")]
    [InlineData("""{"data":[]}""")]
    [InlineData("<html>")]
    public async Task SignMessage_HostileAnswer_IsRejected(string body)
    {
        using VaultClient client = Kubernetes();
        _vault.Outage = request => request.RequestUri!.AbsolutePath == "/v1/transit/sign/ed" ? FakeVault.Answer(200, body) : null;

        VaultException error = await Assert.ThrowsAsync<VaultException>(() => client.SignMessageAsync("ed", "hello"u8.ToArray(), Token));

        Assert.Equal(SecretErrorCodes.Rejected, error.Code);
    }

    [Fact]
    public async Task Token_AtTwoThirdsOfItsLife_IsRenewedWithoutCalls()
    {
        using VaultClient client = Kubernetes();
        await client.ReadAsync("ml/registry", cancellationToken: Token);

        _time.Advance(TimeSpan.FromMinutes(39));
        Assert.Equal(0, _vault.Count("POST /v1/auth/token/renew-self"));
        _time.Advance(TimeSpan.FromMinutes(2));
        await client.Session.LastRenewal;

        Assert.Equal(1, _vault.Count("POST /v1/auth/token/renew-self"));
        for (int i = 0; i < 12; i++)
        {
            _time.Advance(TimeSpan.FromMinutes(20));
            await client.Session.LastRenewal;
        }

        Assert.NotNull(await client.ReadAsync("ml/registry", cancellationToken: Token));
        Assert.Equal(1, _vault.Count("POST /v1/auth/kubernetes/login"));
    }

    [Fact]
    public async Task Token_NearItsGreatestLife_IsReplacedByALogin()
    {
        _vault.RenewedLease = TimeSpan.FromMinutes(5);
        using VaultClient client = Kubernetes();
        await client.ReadAsync("ml/registry", cancellationToken: Token);
        _vault.ServiceAccountToken = "jwt-2"; // Kubernetes has replaced it since
        File.WriteAllText(_folder.File("jwt"), "jwt-2");

        _time.Advance(TimeSpan.FromMinutes(41));
        await client.Session.LastRenewal;

        Assert.Equal((1, 2), (_vault.Count("POST /v1/auth/token/renew-self"), _vault.Count("POST /v1/auth/kubernetes/login")));
    }

    [Fact]
    public async Task Token_RenewalWhileVaultIsAway_IsTriedAgain()
    {
        using VaultClient client = Kubernetes();
        await client.ReadAsync("ml/registry", cancellationToken: Token);
        _vault.Outage = static _ => FakeVault.Errors(503, "Vault is sealed");

        _time.Advance(TimeSpan.FromMinutes(41));
        await client.Session.LastRenewal;
        Assert.Contains(_logs.GetSnapshot(), static entry => entry.Id.Id == 3082 && entry.Exception is VaultException { Kind: ModelOpsErrorKind.Unavailable });
        _vault.Outage = null;
        _time.Advance(TimeSpan.FromMinutes(2));
        await client.Session.LastRenewal;

        Assert.Contains(_logs.GetSnapshot(), static entry => entry.Id.Id == 3081);
        Assert.Equal(1, _vault.Count("POST /v1/auth/kubernetes/login"));
    }

    [Fact]
    public async Task Token_Revoked_LogsInOnceForAllCallers()
    {
        using VaultClient client = Kubernetes();
        await client.ReadAsync("ml/registry", cancellationToken: Token);
        _vault.RevokeAll();

        VaultSecret?[] secrets = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => client.ReadAsync("ml/registry", cancellationToken: Token)));

        Assert.All(secrets, Assert.NotNull);
        Assert.Equal(2, _vault.Count("POST /v1/auth/kubernetes/login"));
    }

    [Fact]
    public async Task Token_ExpiredWhileTheProcessSlept_LogsInAgain()
    {
        _vault.Lease = TimeSpan.FromMinutes(1);
        using VaultClient client = Kubernetes();
        await client.ReadAsync("ml/registry", cancellationToken: Token);
        _vault.RefusesRenewal = true;

        _time.Advance(TimeSpan.FromHours(3));
        await client.Session.LastRenewal;

        Assert.NotNull(await client.ReadAsync("ml/registry", cancellationToken: Token));
    }

    [Fact]
    public async Task StaticToken_IsLookedUpAndRenewed()
    {
        string token = _vault.Issue(TimeSpan.FromMinutes(30));
        using VaultClient client = Client(o => o.Token = token);
        await client.ReadAsync("ml/registry", cancellationToken: Token);

        _time.Advance(TimeSpan.FromMinutes(21));
        await client.Session.LastRenewal;
        _time.Advance(TimeSpan.FromMinutes(15));

        Assert.NotNull(await client.ReadAsync("ml/registry", cancellationToken: Token));
        Assert.Equal((1, 1), (_vault.Count("GET /v1/auth/token/lookup-self"), _vault.Count("POST /v1/auth/token/renew-self")));
    }

    [Fact]
    public async Task StaticToken_Wrong_IsDeniedWithoutShowingIt()
    {
        using VaultClient client = Client(static o => o.Token = "hvs.wrong");

        VaultException error = await Assert.ThrowsAsync<VaultException>(() => client.ReadAsync("ml/registry", cancellationToken: Token));

        Assert.Equal((SecretErrorCodes.Denied, 403), (error.Code, error.Status));
        AssertHidden(error.ToString());
    }

    [Fact]
    public async Task TokenFile_Replaced_IsReadAgainAfterARefusal()
    {
        string file = _folder.File("token");
        File.WriteAllText(file, _vault.Issue(null));
        using VaultClient client = Client(o => o.TokenFile = file);
        await client.ReadAsync("ml/registry", cancellationToken: Token);
        _vault.RevokeAll();
        File.WriteAllText(file, _vault.Issue(null));

        Assert.NotNull(await client.ReadAsync("ml/registry", cancellationToken: Token));
    }

    [Fact]
    public async Task Login_NoServiceAccountFile_SaysWhichSetting()
    {
        using VaultClient client = Client(o =>
        {
            o.Role = "registry";
            o.ServiceAccountTokenFile = _folder.File("absent");
        });

        VaultException error = await Assert.ThrowsAsync<VaultException>(() => client.ReadAsync("ml/registry", cancellationToken: Token));

        Assert.Contains("ModelOps:Registry:Vault:ServiceAccountTokenFile", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Namespace_IsSentWithLoginAndRead()
    {
        _vault.Namespace = "team-a";
        using VaultClient client = Client(o =>
        {
            o.Namespace = "team-a";
            o.Role = "registry";
            o.ServiceAccountTokenFile = _folder.File("jwt");
        });

        Assert.NotNull(await client.ReadAsync("ml/registry", cancellationToken: Token));
    }

    [Fact]
    public async Task Denied_ByPolicy_IsDeniedAfterOneNewLogin()
    {
        _vault.Denied.Add("/v1/secret/data/ml/registry");
        using VaultClient client = Kubernetes();

        VaultException error = await Assert.ThrowsAsync<VaultException>(() => client.ReadAsync("ml/registry", cancellationToken: Token));

        Assert.Equal(SecretErrorCodes.Denied, error.Code);
        Assert.Equal(2, _vault.Count("GET /v1/secret/data/ml/registry"));
    }

    [Theory]
    [InlineData(503, "Vault is sealed")]
    [InlineData(429, "rate limit quota exceeded")]
    [InlineData(500, "internal")]
    [InlineData(412, "required index state not present")]
    public async Task Outage_Short_IsRiddenOut(int status, string text)
    {
        using VaultClient client = Kubernetes();
        await client.ReadAsync("ml/registry", cancellationToken: Token);
        int left = 2;
        _vault.Outage = _ => left-- > 0 ? FakeVault.Errors(status, text) : null;

        Assert.NotNull(await client.ReadAsync("ml/registry", cancellationToken: Token));
    }

    [Fact]
    public async Task Outage_Long_IsUnavailableWithTheWait()
    {
        using VaultClient client = Kubernetes();
        await client.ReadAsync("ml/registry", cancellationToken: Token);
        _vault.Outage = static _ =>
        {
            HttpResponseMessage answer = FakeVault.Errors(503, "Vault is sealed");
            answer.Headers.RetryAfter = new System.Net.Http.Headers.RetryConditionHeaderValue(TimeSpan.FromSeconds(77));
            return answer;
        };

        VaultException error = await Assert.ThrowsAsync<VaultException>(() => client.ReadAsync("ml/registry", cancellationToken: Token));

        Assert.Equal((ModelOpsErrorKind.Unavailable, SecretErrorCodes.Unavailable, TimeSpan.FromSeconds(77)), (error.Kind, error.Code, error.RetryAfter));
        Assert.StartsWith("Vault is sealed.", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, _vault.Count("GET /v1/secret/data/ml/registry")); // longer than anyone waits: not tried again
    }

    [Fact]
    public async Task Redirect_OfAStandby_FollowsOnlyToNamedHosts()
    {
        using VaultClient wary = Kubernetes();
        using VaultClient client = Client(o =>
        {
            o.Role = "registry";
            o.ServiceAccountTokenFile = _folder.File("jwt");
            o.RedirectHosts.Add("active:8200");
        });
        _vault.Outage = static request =>
        {
            if (request.RequestUri!.Host == "active" || request.RequestUri.AbsolutePath.EndsWith("/login", StringComparison.Ordinal)) { return null; }
            HttpResponseMessage answer = new(HttpStatusCode.TemporaryRedirect);
            answer.Headers.Location = new Uri("https://active:8200" + request.RequestUri.PathAndQuery);
            return answer;
        };

        Assert.NotNull(await client.ReadAsync("ml/registry", cancellationToken: Token));
        VaultException error = await Assert.ThrowsAsync<VaultException>(() => wary.ReadAsync("ml/registry", cancellationToken: Token));
        Assert.Contains("RedirectHosts", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_TooLong_IsRefused()
    {
        using VaultClient client = Kubernetes();
        await client.ReadAsync("ml/registry", cancellationToken: Token);
        _vault.Outage = static _ => FakeVault.Answer(200, new string(' ', (4 << 20) + 1));

        VaultException error = await Assert.ThrowsAsync<VaultException>(() => client.ReadAsync("ml/registry", cancellationToken: Token));

        Assert.Equal(SecretErrorCodes.Rejected, error.Code);
    }

    [Fact]
    public async Task Cancelled_Call_IsCancelledAndNotTranslated()
    {
        using VaultClient client = Kubernetes();
        using CancellationTokenSource source = new();
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.ReadAsync("ml/registry", cancellationToken: source.Token));
    }

    [Fact]
    public async Task Secrets_AppearInNoTextOfTheClient()
    {
        using VaultClient client = Kubernetes();
        VaultSecret secret = (await client.ReadAsync("ml/registry", cancellationToken: Token))!;

        Assert.Equal("secret 'ml/registry' version 1 with 2 field(s)", secret.ToString());
        Assert.DoesNotContain(Value, System.Text.Json.JsonSerializer.Serialize(secret), StringComparison.Ordinal);
        Assert.All(_logs.GetSnapshot(), static entry => AssertHidden(entry.Message + entry.Exception));
        Assert.NotEmpty(_logs.GetSnapshot());
    }

    [Theory]
    [InlineData("http://vault:8200", "AllowPlainHttp")]
    [InlineData("https://user:pass@vault:8200", "Leave user and password out")]
    [InlineData("ftp://vault", "Use http or https")]
    public void Options_BadAddress_SaysWhatMendsIt(string address, string mend)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new VaultClient(new VaultOptions { Address = new Uri(address), Token = "t" }));

        Assert.Contains(mend, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("pass@", error.Message, StringComparison.Ordinal);
    }

    private static void AssertHidden(string text)
    {
        Assert.DoesNotContain(Value, text, StringComparison.Ordinal);
        Assert.DoesNotContain("hvs.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("jwt-", text, StringComparison.Ordinal);
    }

    private VaultClient Kubernetes() => Client(o =>
    {
        o.Role = "registry";
        o.ServiceAccountTokenFile = _folder.File("jwt");
    });

    private VaultClient Client(Action<VaultOptions> configure)
    {
        VaultOptions options = new() { Address = new Uri("https://vault:8200"), RetryDelay = TimeSpan.Zero, Handler = () => _vault };
        configure(options);
        return new VaultClient(options, _time, _loggers);
    }
}
