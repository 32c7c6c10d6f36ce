using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using ModelOps.Registry.Oci;

namespace ModelOps.Registry.Tests.Oci;

/// <summary>What a registry may do that Debian's does not: tokens, redirects, interrupted uploads, mounts, referrers, pages, faults.</summary>
public sealed class RegistryProtocolTests
{
    private const string Repository = "models/demand";
    private static readonly byte[] Weights = [.. Enumerable.Range(0, 300_000).Select(static i => (byte)(i * 7))];

    [Fact]
    public async Task Token_Challenged_IsFetchedOnceForPullAndPushAndSentOnlyToTheRegistry()
    {
        await using FakeRegistry registry = await FakeRegistry.StartAsync();
        registry.Intercept = async context =>
        {
            if (context.Request.Path == "/token")
            {
                string expected = "Basic " + Convert.ToBase64String("ci:secret"u8);
                if (context.Request.Headers.Authorization != expected) { context.Response.StatusCode = 401; return true; }
                await context.Response.WriteAsJsonAsync(new { token = "T:" + string.Join('|', context.Request.Query["scope"].ToArray()) + ":" + context.Request.Query["service"], expires_in = 300 });
                return true;
            }

            if (context.Request.Headers.Authorization.ToString().StartsWith("Bearer T:", StringComparison.Ordinal)) { return false; }
            string actions = context.Request.Method is "GET" or "HEAD" ? "pull" : "pull,push";
            context.Response.StatusCode = 401;
            context.Response.Headers.WWWAuthenticate = $"Bearer realm=\"{registry.Address}token?x=1\",service=\"reg \\\"q\\\"\",scope=\"repository:{Repository}:{actions}\"";
            return true;
        };
        using OciBench bench = new(static o => o.Credentials = static (_, _) => ValueTask.FromResult<OciCredentials?>(OciCredentials.FromPassword("ci", "secret")));
        OciReference reference = OciReference.Parse($"{registry.Registry}/{Repository}:1.2.0");

        await bench.Client.PushAsync(bench.Source, await bench.RegisterAsync(("model.onnx", Weights)), reference);
        await bench.Client.ImportAsync(reference, bench.Target);

        string[] tokens = [.. registry.Calls.Where(static c => c.Path.StartsWith("/token", StringComparison.Ordinal)).Select(static c => Uri.UnescapeDataString(c.Path))];
        Assert.Equal(2, tokens.Length); // one to read, one to write
        Assert.Contains(tokens, static t => t.Contains($"scope=repository:{Repository}:pull", StringComparison.Ordinal) && !t.Contains("push", StringComparison.Ordinal));
        Assert.All(tokens, static t => Assert.Contains("service=reg \"q\"", t, StringComparison.Ordinal));
        Assert.DoesNotContain(registry.Calls, static c => c.Path.StartsWith("/v2/", StringComparison.Ordinal) && c.Authorization?.StartsWith("Basic", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task Token_WrongPassword_IsAccessDeniedWithoutSecrets()
    {
        await using FakeRegistry registry = await FakeRegistry.StartAsync();
        registry.Intercept = context =>
        {
            context.Response.StatusCode = 401;
            if (context.Request.Path != "/token") { context.Response.Headers.WWWAuthenticate = $"Bearer realm=\"{registry.Address}token\""; }
            return Task.FromResult(true);
        };
        using OciBench bench = new(static o => o.Credentials = static (_, _) => ValueTask.FromResult<OciCredentials?>(OciCredentials.FromPassword("ci", "hunter2")));

        OciException error = await Assert.ThrowsAsync<OciException>(() => bench.Client.ListTagsAsync(OciReference.Parse($"{registry.Registry}/x")));

        Assert.Equal(OciErrorCodes.AccessDenied, error.Code);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://10.0.0.1/token")]
    [InlineData("ftp://127.0.0.1/token")]
    [InlineData("")]
    public async Task Token_ServerWithoutTls_GetsNoCredentials(string realm)
    {
        await using FakeRegistry registry = await FakeRegistry.StartAsync();
        registry.Intercept = context =>
        {
            context.Response.StatusCode = 401;
            context.Response.Headers.WWWAuthenticate = $"Bearer realm=\"{realm}\"";
            return Task.FromResult(true);
        };
        using OciBench bench = new(static o => o.Credentials = static (_, _) => ValueTask.FromResult<OciCredentials?>(OciCredentials.FromPassword("ci", "hunter2")));

        OciException error = await Assert.ThrowsAsync<OciException>(() => bench.Client.ListTagsAsync(OciReference.Parse($"{registry.Registry}/x")));

        Assert.True(error.Code is OciErrorCodes.AccessDenied or OciErrorCodes.AnswerUnusable);
    }

    [Fact]
    public async Task Pull_RedirectedToAnotherHost_SendsItNoCredentials()
    {
        await using FakeRegistry registry = await FakeRegistry.StartAsync();
        await using FakeRegistry storage = await FakeRegistry.StartAsync();
        using OciBench bench = new(static o => o.Credentials = static (_, _) => ValueTask.FromResult<OciCredentials?>(OciCredentials.FromBearer("T")));
        OciReference reference = OciReference.Parse($"{registry.Registry}/{Repository}:1.2.0");
        registry.Intercept = context =>
        {
            if (context.Request.Headers.Authorization != "Bearer T")
            {
                context.Response.StatusCode = 401;
                context.Response.Headers.WWWAuthenticate = "Bearer realm=\"https://unused.invalid/\"";
                return Task.FromResult(true);
            }

            if (context.Request.Method != "GET" || !context.Request.Path.Value!.Contains("/blobs/sha256", StringComparison.Ordinal)) { return Task.FromResult(false); }
            context.Response.StatusCode = 307;
            context.Response.Headers.Location = new Uri(storage.Address, context.Request.Path.Value).ToString();
            return Task.FromResult(true);
        };
        await bench.Client.PushAsync(bench.Source, await bench.RegisterAsync(("model.onnx", Weights)), reference);
        foreach ((string digest, byte[] blob) in registry.Blobs) { storage.Blobs[digest] = blob; }

        await bench.Client.PullAsync(reference, bench.Folder("out"));

        Assert.Equal(Weights, await File.ReadAllBytesAsync(Path.Combine(bench.Folder("out"), "model.onnx")));
        Assert.NotEmpty(storage.Calls);
        Assert.All(storage.Calls, static c => Assert.Null(c.Authorization));
    }

    [Fact]
    public async Task Pull_RedirectedInACircle_IsGivenUp()
    {
        await using FakeRegistry registry = await FakeRegistry.StartAsync();
        registry.Intercept = static context =>
        {
            context.Response.Redirect(context.Request.Path.Value!);
            return Task.FromResult(true);
        };
        using OciBench bench = new();

        OciException error = await Assert.ThrowsAsync<OciException>(() => bench.Client.InspectAsync(OciReference.Parse($"{registry.Registry}/x:1")));

        Assert.Equal(OciErrorCodes.AnswerUnusable, error.Code);
        Assert.Equal(6, registry.Calls.Count);
    }

    [Fact]
    public async Task Push_ChunkRefused_GoesOnWhereTheRegistryIs()
    {
        await using FakeRegistry registry = await FakeRegistry.StartAsync();
        using OciBench bench = new(static o => o.ChunkBytes = 64 << 10);
        int patches = 0;
        registry.Intercept = async context =>
        {
            // The second chunk is taken and its answer lost; the third is refused as out of place.
            if (context.Request.Method == "PATCH" && Interlocked.Increment(ref patches) == 2)
            {
                await context.Request.Body.CopyToAsync(Stream.Null);
                context.Response.StatusCode = 503;
                return true;
            }

            if (context.Request.Method != "PATCH" || patches != 4) { return false; }
            context.Response.StatusCode = 416;
            return true;
        };
        OciReference reference = OciReference.Parse($"{registry.Registry}/{Repository}:1.2.0");

        OciModel model = await bench.Client.PushAsync(bench.Source, await bench.RegisterAsync(("model.onnx", Weights)), reference);

        Assert.Equal(Weights, registry.Blobs[model.Layers[0].Digest]);
        Assert.Equal(7, patches); // five chunks, and two of them twice
        Assert.Contains(registry.Calls, static c => c.Method == "GET" && c.Path.Contains("/uploads/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Push_MountRefused_Uploads()
    {
        await using FakeRegistry registry = await FakeRegistry.StartAsync();
        using OciBench bench = new();
        ModelVersion version = await bench.RegisterAsync(("model.onnx", Weights));
        OciPushOptions options = new() { MountFrom = "other/place" };

        OciModel model = await bench.Client.PushAsync(bench.Source, version, OciReference.Parse($"{registry.Registry}/{Repository}:1.2.0"), options);

        Assert.Contains(registry.Calls, c => c.Method == "POST" && c.Path.Contains("from=other%2Fplace", StringComparison.Ordinal));
        Assert.Equal(Weights, registry.Blobs[model.Layers[0].Digest]);
    }

    [Fact]
    public async Task Push_Mounted_SendsNoBytes()
    {
        await using FakeRegistry registry = await FakeRegistry.StartAsync();
        registry.Mounts = true;
        string digest = registry.Add(Weights);
        registry.Intercept = context =>
        {
            bool isHead = context.Request.Method == "HEAD" && context.Request.Path.Value!.EndsWith(digest, StringComparison.Ordinal);
            if (isHead) { context.Response.StatusCode = 404; } // not yet in this repository
            return Task.FromResult(isHead);
        };
        using OciBench bench = new();

        await bench.Client.PushAsync(
            bench.Source, await bench.RegisterAsync(("model.onnx", Weights)), OciReference.Parse($"{registry.Registry}/{Repository}:1.2.0"), new OciPushOptions { MountFrom = "other" });

        Assert.DoesNotContain(registry.Calls, c => c.Method == "PUT" && c.Path.Contains(Uri.EscapeDataString(digest), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Attach_WithReferrersApi_LeavesTheTagAlone()
    {
        await using FakeRegistry registry = await FakeRegistry.StartAsync();
        registry.HasReferrers = true;
        using OciBench bench = new();
        OciReference reference = OciReference.Parse($"{registry.Registry}/{Repository}:1.2.0");
        await bench.Client.PushAsync(bench.Source, await bench.RegisterAsync(("model.onnx", Weights)), reference);
        OciAttachment card = new() { ArtifactType = "application/x-card", MediaType = "text/markdown", Content = "# card"u8.ToArray() };

        await bench.Client.AttachAsync(reference, card);
        OciDescriptor found = Assert.Single(await bench.Client.ListAttachmentsAsync(reference, "application/x-card"));

        Assert.Equal("# card"u8.ToArray(), (await bench.Client.ReadAttachmentAsync(reference, found)).Content.ToArray());
        Assert.Empty(await bench.Client.ListAttachmentsAsync(reference, "application/x-other"));
        Assert.DoesNotContain(registry.Manifests.Keys, static k => k.Contains("/sha256-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Attach_AnotherClientOverwroteTheTag_AddsItsEntryAgain()
    {
        await using FakeRegistry registry = await FakeRegistry.StartAsync();
        using OciBench bench = new();
        OciReference reference = OciReference.Parse($"{registry.Registry}/{Repository}:1.2.0");
        await bench.Client.PushAsync(bench.Source, await bench.RegisterAsync(("model.onnx", Weights)), reference);
        int writes = 0;
        registry.Intercept = async context =>
        {
            if (context.Request.Method != "PUT" || !context.Request.Path.Value!.Contains("/sha256-", StringComparison.Ordinal) || Interlocked.Increment(ref writes) > 1) { return false; }
            await context.Request.Body.CopyToAsync(Stream.Null);
            context.Response.StatusCode = 201; // and lost at once
            return true;
        };

        OciDescriptor attached = await bench.Client.AttachAsync(reference, new OciAttachment { ArtifactType = "application/x-card", MediaType = "text/markdown", Content = "# card"u8.ToArray() });

        Assert.Equal(2, writes);
        Assert.Equal(attached.Digest, Assert.Single(await bench.Client.ListAttachmentsAsync(reference)).Digest);
    }

    [Fact]
    public async Task ReadAttachment_ListedForAnotherModel_IsRefused()
    {
        await using FakeRegistry registry = await FakeRegistry.StartAsync();
        registry.HasReferrers = true;
        using OciBench bench = new();
        OciReference reference = OciReference.Parse($"{registry.Registry}/{Repository}:1.2.0");
        await bench.Client.PushAsync(bench.Source, await bench.RegisterAsync(("model.onnx", Weights)), reference);
        OciReference other = reference.WithTag("2.0.0");
        await bench.Client.PushAsync(bench.Source, await bench.Source.ResolveAsync(ModelReference.ToModel("demand")), other, new OciPushOptions { Title = "another" });
        OciDescriptor attached = await bench.Client.AttachAsync(reference, new OciAttachment { ArtifactType = "application/x-card", MediaType = "text/markdown", Content = "# card"u8.ToArray() });

        OciException error = await Assert.ThrowsAsync<OciException>(() => bench.Client.ReadAttachmentAsync(other, attached));

        Assert.Equal(OciErrorCodes.ArtifactInvalid, error.Code);
    }

    [Fact]
    public async Task Tags_InPages_AreAllListed()
    {
        await using FakeRegistry registry = await FakeRegistry.StartAsync();
        registry.TagPage = 3;
        for (int i = 0; i < 10; i++) { registry.AddManifest(Repository, $"v{i}", new JsonObject { ["schemaVersion"] = 2 }); }
        using OciBench bench = new();

        IReadOnlyList<string> tags = await bench.Client.ListTagsAsync(OciReference.Parse($"{registry.Registry}/{Repository}"));

        Assert.Equal(Enumerable.Range(0, 10).Select(static i => $"v{i}"), tags);
        Assert.Equal(4, registry.Calls.Count);
    }

    [Fact]
    public async Task Tags_NextPageAtAnotherHost_IsRefused()
    {
        await using FakeRegistry registry = await FakeRegistry.StartAsync();
        registry.Intercept = static async context =>
        {
            context.Response.Headers.Link = "<http://169.254.169.254/v2/x/tags/list>; rel=\"next\"";
            await context.Response.WriteAsync("{\"tags\":[\"a\"]}");
            return true;
        };
        using OciBench bench = new();

        OciException error = await Assert.ThrowsAsync<OciException>(() => bench.Client.ListTagsAsync(OciReference.Parse($"{registry.Registry}/x")));

        Assert.Equal(OciErrorCodes.AnswerUnusable, error.Code);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task Call_RegistryBusy_IsTriedAgainThenGivenUp(int status)
    {
        await using FakeRegistry registry = await FakeRegistry.StartAsync();
        registry.Intercept = context =>
        {
            context.Response.StatusCode = status;
            return Task.FromResult(true);
        };
        using OciBench bench = new(static o => o.MaxRetries = 2);

        OciException error = await Assert.ThrowsAsync<OciException>(() => bench.Client.ListTagsAsync(OciReference.Parse($"{registry.Registry}/x")));

        Assert.Equal((OciErrorCodes.Unavailable, status, true), (error.Code, error.Status, error.IsTransient));
        Assert.Equal(3, registry.Calls.Count);
    }

    [Fact]
    public async Task Pull_ConnectionCut_GoesOnWithARange()
    {
        await using FakeRegistry registry = await FakeRegistry.StartAsync();
        using OciBench bench = new();
        OciReference reference = OciReference.Parse($"{registry.Registry}/{Repository}:1.2.0");
        OciModel model = await bench.Client.PushAsync(bench.Source, await bench.RegisterAsync(("model.onnx", Weights)), reference);
        ConcurrentQueue<string> ranges = new();
        registry.Intercept = async context =>
        {
            if (context.Request.Method != "GET" || !context.Request.Path.Value!.EndsWith(model.Layers[0].Digest, StringComparison.Ordinal)) { return false; }
            ranges.Enqueue(context.Request.Headers.Range.ToString());
            if (ranges.Count > 1) { return false; }
            context.Response.ContentLength = Weights.Length;
            await context.Response.Body.WriteAsync(Weights.AsMemory(0, 100_000));
            await context.Response.Body.FlushAsync();
            context.Abort();
            return true;
        };

        await bench.Client.PullAsync(reference, bench.Folder("out"));

        Assert.Equal(Weights, await File.ReadAllBytesAsync(Path.Combine(bench.Folder("out"), "model.onnx")));
        Assert.Equal(2, ranges.Count);
        Assert.Matches("^bytes=[1-9][0-9]*-$", ranges.Last());
    }

    [Fact]
    public async Task Pull_MoreBytesThanSaid_StopsAtOnce()
    {
        await using FakeRegistry registry = await FakeRegistry.StartAsync();
        using OciBench bench = new();
        OciReference reference = OciReference.Parse($"{registry.Registry}/{Repository}:1.2.0");
        OciModel model = await bench.Client.PushAsync(bench.Source, await bench.RegisterAsync(("model.onnx", Weights)), reference);
        registry.Blobs[model.Layers[0].Digest] = [.. Weights, 1];

        await Assert.ThrowsAsync<ArtifactDigestMismatchException>(() => bench.Client.PullAsync(reference, bench.Folder("out")));

        Assert.Empty(bench.Leftovers);
    }

    [Fact]
    public async Task Inspect_ManifestNotAsItsDigest_IsRefused()
    {
        await using FakeRegistry registry = await FakeRegistry.StartAsync();
        using OciBench bench = new();
        OciModel model = await bench.Client.PushAsync(
            bench.Source, await bench.RegisterAsync(("model.onnx", Weights)), OciReference.Parse($"{registry.Registry}/{Repository}:1.2.0"));
        string key = $"{Repository}/{model.Manifest.Digest}";
        registry.Manifests[key] = (Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(registry.Manifests[key].Bytes) + " "), registry.Manifests[key].Type);

        ArtifactDigestMismatchException error = await Assert.ThrowsAsync<ArtifactDigestMismatchException>(() => bench.Client.InspectAsync(model.Reference));

        Assert.Equal(model.Manifest.Digest, error.Expected);
    }

    [Fact]
    public async Task Inspect_ManifestTooLarge_IsRefused()
    {
        await using FakeRegistry registry = await FakeRegistry.StartAsync();
        registry.AddManifest("x", "1", new JsonObject { ["schemaVersion"] = 2, ["annotations"] = new JsonObject { ["a"] = new string('x', 10_000) } });
        using OciBench bench = new(static o => o.MaxManifestBytes = 4096);

        OciException error = await Assert.ThrowsAsync<OciException>(() => bench.Client.InspectAsync(OciReference.Parse($"{registry.Registry}/x:1")));

        Assert.Contains("4096", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"schemaVersion\":1}")]
    [InlineData("{\"schemaVersion\":2,\"layers\":[{\"mediaType\":\"x\",\"digest\":\"md5:1\",\"size\":1}]}")]
    [InlineData("{\"schemaVersion\":2,\"layers\":[{\"mediaType\":\"x\",\"digest\":\"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a\",\"size\":-1}]}")]
    [InlineData("{\"schemaVersion\":2,\"manifests\":[]}")]
    [InlineData("{\"schemaVersion\":2,\"config\":{\"mediaType\":\"application/vnd.oci.image.config.v1+json\",\"digest\":\"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a\",\"size\":2},\"layers\":[]}")]
    [InlineData("not json")]
    [InlineData("null")]
    public async Task Inspect_NoModel_IsRefused(string manifest)
    {
        await using FakeRegistry registry = await FakeRegistry.StartAsync();
        registry.Manifests["x/1"] = (Encoding.UTF8.GetBytes(manifest), "application/vnd.oci.image.manifest.v1+json");
        using OciBench bench = new();

        OciException error = await Assert.ThrowsAsync<OciException>(() => bench.Client.InspectAsync(OciReference.Parse($"{registry.Registry}/x:1")));

        Assert.True(error.Code is OciErrorCodes.AnswerUnusable or OciErrorCodes.ArtifactInvalid);
    }

    [Fact]
    public async Task Pull_Cancelled_LeavesNothing()
    {
        await using FakeRegistry registry = await FakeRegistry.StartAsync();
        using OciBench bench = new();
        OciReference reference = OciReference.Parse($"{registry.Registry}/{Repository}:1.2.0");
        await bench.Client.PushAsync(bench.Source, await bench.RegisterAsync(("model.onnx", Weights)), reference);
        using CancellationTokenSource stopping = new();
        registry.Intercept = context =>
        {
            if (context.Request.Path.Value!.Contains("/blobs/", StringComparison.Ordinal)) { stopping.Cancel(); }
            return Task.FromResult(false);
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bench.Client.PullAsync(reference, bench.Folder("out"), null, stopping.Token));

        Assert.Empty(bench.Leftovers);
    }

    [Fact]
    public async Task Call_NothingMoves_EndsAfterTheStallTimeout()
    {
        await using FakeRegistry registry = await FakeRegistry.StartAsync();
        registry.Intercept = static async context =>
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default);
            return true;
        };
        using OciBench bench = new(static o => (o.StallTimeout, o.MaxRetries) = (TimeSpan.FromMilliseconds(100), 0));

        OciException error = await Assert.ThrowsAsync<OciException>(() => bench.Client.ListTagsAsync(OciReference.Parse($"{registry.Registry}/x")));

        Assert.Equal(OciErrorCodes.Unavailable, error.Code);
    }
}
