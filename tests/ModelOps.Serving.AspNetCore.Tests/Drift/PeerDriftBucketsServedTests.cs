using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Time.Testing;
using ModelOps.Conformance;
using ModelOps.Drift.Buckets;

namespace ModelOps.Serving.AspNetCore.Tests.Drift;

public sealed class PeerDriftBucketsServedTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_ReplicaThatIsDownAndOneThatEnds_CountsWhatItCan()
    {
        await using Replica one = await Replica.StartAsync();
        Replica two = await Replica.StartAsync();
        using PeerDriftBuckets view = View([one.Address, two.Address, new Uri("http://127.0.0.1:9")]);
        await view.PutAsync([DriftBuckets.Create(replica: "me")], Cancellation);
        await one.Own.PutAsync([DriftBuckets.Create(replica: "one")], Cancellation);
        await two.Own.PutAsync([DriftBuckets.Create(replica: "two")], Cancellation);

        Assert.Equal(["me/0/1", "one/0/1", "two/0/1"], await view.TextsAsync(DriftBuckets.All()));
        await two.DisposeAsync();
        await one.Own.PutAsync([DriftBuckets.Create(replica: "one", sequence: 2)], Cancellation);

        Assert.Equal(["me/0/1", "one/0/2", "two/0/1"], await view.TextsAsync(DriftBuckets.All()));
    }

    [Fact]
    public async Task Read_OverTls_ChecksTheNameThoughItConnectsToAnAddress()
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        DateTimeOffset today = TimeProvider.System.GetUtcNow();
        using X509Certificate2 certificate = request.CreateSelfSigned(today.AddDays(-1), today.AddDays(1));
        using X509Certificate2 served = X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
        await using Replica replica = await Replica.StartAsync(certificate: served);
        await replica.Own.PutAsync([DriftBuckets.Create()], Cancellation);
        int port = replica.Address.Port;
        SslPolicyErrors errors = SslPolicyErrors.None;
        Action<SocketsHttpHandler> trust = handler => handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, found) =>
        {
            errors = found;
            return (found & ~SslPolicyErrors.RemoteCertificateChainErrors) == SslPolicyErrors.None;
        };
        using PeerDriftBuckets named = View([new Uri($"https://localhost:{port}")], trust);
        using PeerDriftBuckets numbered = View([new Uri($"https://127.0.0.1:{port}")], trust);

        Assert.Equal(["pod-1/0/1"], await named.TextsAsync(DriftBuckets.All()));
        Assert.Equal(SslPolicyErrors.RemoteCertificateChainErrors, errors);
        Assert.Empty(await numbered.TextsAsync(DriftBuckets.All()));
        Assert.True(errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch));
    }

    [Fact]
    public async Task Read_WithoutCredentials_LeavesThePeerOut()
    {
        await using Replica replica = await Replica.StartAsync();
        await replica.Own.PutAsync([DriftBuckets.Create()], Cancellation);
        using PeerDriftBuckets view = new(new MemoryDriftBuckets(), new PeerDriftBucketsOptions { Peers = { replica.Address } }, new FakeTimeProvider(DriftBuckets.Noon));

        Assert.Empty(await view.ReadAsync(DriftBuckets.All(), Cancellation));
    }

    [Fact]
    public async Task Read_PagesOfADay_AreMergedWhole()
    {
        await using Replica replica = await Replica.StartAsync(prefix: "/ml");
        byte[] large = new byte[3 << 20];
        DriftBucket[] buckets = [.. Enumerable.Range(0, 20).Select(i => DriftBuckets.Create(-(i * 200), $"pod-{i % 3}") with { Profile = large })];
        await replica.Own.PutAsync(buckets, Cancellation);
        using PeerDriftBuckets view = View([new Uri(replica.Address, "/ml/")]);

        IReadOnlyList<DriftBucket> first = await view.ReadAsync(DriftBuckets.All(), Cancellation);
        IReadOnlyList<DriftBucket> second = await view.ReadAsync(DriftBuckets.All(), Cancellation);

        Assert.Equal(buckets.Select(static b => b.Start).Order(), first.Select(static b => b.Start));
        Assert.Equal(first.Select(DriftBucketKey.Of), second.Select(DriftBucketKey.Of));
    }

    private static PeerDriftBuckets View(IEnumerable<Uri> peers, Action<SocketsHttpHandler>? configure = null)
    {
        PeerDriftBucketsOptions options = new() { Headers = { ["X-Operator"] = "1" }, ConfigureHandler = configure, Timeout = TimeSpan.FromMinutes(1) };
        foreach (Uri peer in peers) { options.Peers.Add(peer); }
        return new PeerDriftBuckets(new MemoryDriftBuckets(), options, new FakeTimeProvider(DriftBuckets.Noon.AddMinutes(5)));
    }
}
