using Microsoft.Extensions.Options;
using ModelOps.Registry.Lineage;

namespace ModelOps.Registry.Tests.Lineage;

public sealed class LineageClientTests
{
    [Theory]
    [InlineData(200, LineageVerdict.Taken)]
    [InlineData(201, LineageVerdict.Taken)]
    [InlineData(302, LineageVerdict.Later)]
    [InlineData(400, LineageVerdict.Never)]
    [InlineData(401, LineageVerdict.Later)]
    [InlineData(404, LineageVerdict.Later)]
    [InlineData(413, LineageVerdict.Never)]
    [InlineData(422, LineageVerdict.Never)]
    [InlineData(429, LineageVerdict.Later)]
    [InlineData(500, LineageVerdict.Later)]
    public async Task Send_Status_SaysWhatToDoWithTheEvent(int status, object verdict)
    {
        using LineageServer server = new() { Answer = _ => status };
        using LineageClient client = new(Options.Create(new LineageOptions { Url = server.Url, Endpoint = "/x/y" }), TimeProvider.System);
        LineageAnswer answer = await client.SendAsync("{}"u8.ToArray(), TestContext.Current.CancellationToken);
        Assert.Equal(((LineageVerdict)verdict, $"{status}"), (answer.Verdict, answer.Outcome));
        Assert.StartsWith("POST /x/y ", Assert.Single(server.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_NobodyThere_IsForLater()
    {
        Uri gone;
        using (LineageServer server = new()) { gone = server.Url; }
        using LineageClient client = new(Options.Create(new LineageOptions { Url = gone }), TimeProvider.System);
        LineageAnswer answer = await client.SendAsync("{}"u8.ToArray(), TestContext.Current.CancellationToken);
        Assert.Equal((LineageVerdict.Later, nameof(HttpRequestError.ConnectionError)), (answer.Verdict, answer.Outcome));
    }
}
