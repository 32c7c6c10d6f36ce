using System.Net;
using System.Text.Json;

namespace ModelOps.Registry.AspNetCore.Tests.Events;

public sealed class EventEndpointTests
{
    [Fact]
    public async Task Stream_PastAndFuture_EachOnceInOrderWithItsSequenceAsId()
    {
        await using EventApp app = await EventApp.StartAsync();
        await app.RegisterAsync("demand");
        using StreamReader stream = await app.OpenAsync();
        (long first, string kind, JsonElement entry) = await ReadAsync(stream);
        Assert.Equal(("VersionRegistered", "demand", 1), (kind, entry.GetProperty("model").GetString(), entry.GetProperty("number").GetInt64()));

        Task<(long Id, string, JsonElement Entry)> next = ReadAsync(stream);
        await app.RegisterAsync("price");
        (long second, _, JsonElement later) = await next;
        Assert.Equal("price", later.GetProperty("model").GetString());
        Assert.True(second > first);
    }

    [Fact]
    public async Task Stream_LostAndTakenUpAgain_GoesOnAfterTheLastEventSeen()
    {
        await using EventApp app = await EventApp.StartAsync();
        for (int i = 0; i < 3; i++) { await app.RegisterAsync("demand"); }
        using StreamReader lost = await app.OpenAsync();
        (long seen, _, _) = await ReadAsync(lost);
        lost.Dispose();

        using StreamReader stream = await app.OpenAsync("?since=0", lastEventId: seen.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(2, (await ReadAsync(stream)).Entry.GetProperty("number").GetInt64());
        Assert.Equal(3, (await ReadAsync(stream)).Entry.GetProperty("number").GetInt64());
    }

    [Fact]
    public async Task Stream_OfOneModel_LeavesOthersOut()
    {
        await using EventApp app = await EventApp.StartAsync();
        await app.RegisterAsync("price");
        await app.RegisterAsync("demand");
        using StreamReader stream = await app.OpenAsync("?model=demand");
        Assert.Equal("demand", (await ReadAsync(stream)).Entry.GetProperty("model").GetString());
    }

    [Fact]
    public async Task Stream_Quiet_CommentKeepsItOpen()
    {
        await using EventApp app = await EventApp.StartAsync();
        using StreamReader stream = await app.OpenAsync();
        Task<string?> line = stream.ReadLineAsync();
        while (!line.IsCompleted)
        {
            app.Time.Advance(TimeSpan.FromSeconds(15));
            await Task.Delay(10);
        }

        Assert.Equal(":", await line);
    }

    [Fact]
    public async Task Stream_HostStops_Ends()
    {
        await using EventApp app = await EventApp.StartAsync();
        using StreamReader stream = await app.OpenAsync();
        await app.StopAsync().WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Null(await stream.ReadLineAsync());
    }

    [Fact]
    public async Task Stream_TooManyAtOnce_TryAgain()
    {
        await using EventApp app = await EventApp.StartAsync(maxStreams: 1);
        using StreamReader stream = await app.OpenAsync();
        using HttpRequestMessage another = new(HttpMethod.Get, "/registry/events") { Headers = { { "Accept", "text/event-stream" } } };
        using HttpResponseMessage refused = await app.Client.SendAsync(another, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
    }

    [Fact]
    public async Task Page_FromTheBeginning_SaysWhereToGoOn()
    {
        await using EventApp app = await EventApp.StartAsync();
        for (int i = 0; i < 3; i++) { await app.RegisterAsync("demand"); }
        JsonElement page = await GetAsync(app, "?limit=2");
        Assert.Equal(2, page.GetProperty("events").GetArrayLength());
        long next = page.GetProperty("next").GetInt64();
        JsonElement rest = await GetAsync(app, $"?since={next}");
        Assert.Equal(3, rest.GetProperty("events")[0].GetProperty("number").GetInt64());
        Assert.Equal(rest.GetProperty("next").GetInt64(), (await GetAsync(app, $"?since={rest.GetProperty("next").GetInt64()}")).GetProperty("next").GetInt64());
    }

    [Theory]
    [InlineData("?since=-1")]
    [InlineData("?since=1e3")]
    [InlineData("?limit=0")]
    [InlineData("?limit=10001")]
    [InlineData("?model=..%2Fx")]
    public async Task Get_BadQuery_400(string query)
    {
        await using EventApp app = await EventApp.StartAsync();
        using HttpResponseMessage response = await app.Client.GetAsync(new Uri($"/registry/events{query}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Get_Nobody_401()
    {
        await using EventApp app = await EventApp.StartAsync();
        app.Client.DefaultRequestHeaders.Remove("X-User");
        using HttpResponseMessage response = await app.Client.GetAsync(new Uri("/registry/events", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    private static async Task<JsonElement> GetAsync(EventApp app, string query) =>
        JsonDocument.Parse(await app.Client.GetStringAsync(new Uri($"/registry/events{query}", UriKind.Relative))).RootElement;

    private static async Task<(long Id, string Kind, JsonElement Entry)> ReadAsync(StreamReader stream)
    {
        Dictionary<string, string> fields = [];
        while (await stream.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20)) is { Length: > 0 } line)
        {
            string[] parts = line.Split(": ", 2);
            fields[parts[0]] = parts[1];
        }

        return (long.Parse(fields["id"], System.Globalization.CultureInfo.InvariantCulture), fields["event"], JsonDocument.Parse(fields["data"]).RootElement);
    }
}
