using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using ModelOps.Serving.Tests.Fakes;
using ModelOps.TestSupport;

namespace ModelOps.Serving.Tests.Hosting;

public sealed class HttpModelSourceTests
{
    private const string Url = "https://models.example/demand.onnx";

    [Fact]
    public async Task Changed_DownloadedOnceAndSwapped()
    {
        using Server server = new() { Content = Affine(10) };
        using TestHost host = server.CreateHost();
        await host.Host.AddAsync(new HostedModelOptions { Name = "demand", Url = Url });
        Assert.Equal(11f, (await host.CallAsync("demand")).Answer);

        await host.Host.RefreshAsync("demand");
        Assert.Equal((2, 1), (server.Requests, server.Downloads)); // the second was not modified
        server.Content = Affine(20);
        await host.Host.RefreshAsync("demand");

        Assert.Equal(21f, (await host.CallAsync("demand")).Answer);
        Assert.Equal(2, host.Runtime.Sessions.Count);
    }

    [Fact]
    public async Task ServerFailsForAWhile_TriedAgain_AndDownAfterwardsOldStays()
    {
        using Server server = new() { Content = Affine(10), Failures = 2 };
        using TestHost host = server.CreateHost();
        Task adding = host.Host.AddAsync(new HostedModelOptions { Name = "demand", Url = Url });
        await Eventually.TrueAsync(
            () =>
            {
                host.Time.Advance(TimeSpan.FromSeconds(5));
                return adding.IsCompleted;
            },
            "it is downloaded at last");
        await adding;
        Assert.Equal(3, server.Requests);

        server.Status = HttpStatusCode.NotFound;
        ModelLoadException e = await Assert.ThrowsAsync<ModelLoadException>(() => host.Host.RefreshAsync("demand"));

        Assert.Contains("404", e.Message, StringComparison.Ordinal);
        Assert.Equal(11f, (await host.CallAsync("demand")).Answer);
    }

    [Fact]
    public async Task OtherDigestThanDeclared_Refused()
    {
        byte[] trusted = Affine(10);
        using Server server = new() { Content = trusted };
        using TestHost host = server.CreateHost();
        await host.Host.AddAsync(new HostedModelOptions { Name = "demand", Url = Url, Digest = $"sha256:{Convert.ToHexStringLower(SHA256.HashData(trusted))}" });

        server.Content = Affine(20);
        ModelLoadException e = await Assert.ThrowsAsync<ModelLoadException>(() => host.Host.RefreshAsync("demand"));

        Assert.Contains("digest", e.Message, StringComparison.Ordinal);
        Assert.Equal(11f, (await host.CallAsync("demand")).Answer);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TooLarge_Refused(bool withLength)
    {
        using Server server = new() { Content = new byte[2000], WithLength = withLength };
        using TestHost host = server.CreateHost(static o => o.MaxDownloadBytes = 1999);

        ModelLoadException e = await Assert.ThrowsAsync<ModelLoadException>(() => host.Host.AddAsync(new HostedModelOptions { Name = "demand", Url = Url }));

        Assert.Contains("MaxDownloadBytes", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ftp://models.example/demand.onnx", null)]
    [InlineData("https://models.example/", null)]
    [InlineData("demand.onnx", null)]
    [InlineData(Url, "sha256:12")]
    public async Task WrongSettings_Refused(string url, string? digest)
    {
        using TestHost host = new();

        await Assert.ThrowsAsync<ArgumentException>(() => host.Host.AddAsync(new HostedModelOptions { Name = "demand", Url = url, Digest = digest }));
    }

    private static byte[] Affine(float offset) => TestModels.Affine(1f, offset, columns: 1);

    private sealed class Server : HttpMessageHandler
    {
        public byte[] Content { get; set; } = [];

        public HttpStatusCode? Status { get; set; }

        public int Failures { get; set; }

        public bool WithLength { get; set; } = true;

        public int Requests { get; private set; }

        public int Downloads { get; private set; }

        public TestHost CreateHost(Action<ServingOptions>? configure = null) => new(configure, b => b.Services.AddSingleton(s => new ModelDownloader(s.GetRequiredService<TimeProvider>(), this)));

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests++;
            if (Failures-- > 0) { return Task.FromResult(new HttpResponseMessage(HttpStatusCode.BadGateway)); }
            if (Status is { } status) { return Task.FromResult(new HttpResponseMessage(status)); }
            EntityTagHeaderValue tag = new($"\"{Convert.ToHexString(SHA256.HashData(Content))}\"");
            if (request.Headers.IfNoneMatch.Contains(tag)) { return Task.FromResult(new HttpResponseMessage(HttpStatusCode.NotModified)); }
            Downloads++;
            HttpResponseMessage response = new(HttpStatusCode.OK) { Content = new StreamContent(new MemoryStream(Content)) };
            response.Content.Headers.ContentLength = WithLength ? Content.Length : null;
            response.Headers.ETag = tag;
            return Task.FromResult(response);
        }
    }
}
