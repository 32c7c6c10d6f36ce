using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using ModelOps.Registry.AspNetCore.Mlflow.Artifacts;

namespace ModelOps.Registry.AspNetCore.Tests.Mlflow.Artifacts;

public sealed class ByteRangeTests
{
    [Theory]
    [InlineData("bytes=0-3", 0, 4)]
    [InlineData("bytes=2-", 2, 8)]
    [InlineData("bytes=-3", 7, 3)]
    [InlineData("bytes=-100", 0, 10)]
    [InlineData("bytes=8-100", 8, 2)]
    [InlineData("bytes=9-9", 9, 1)]
    public void Of_SatisfiableRange_IsThatPart(string header, long offset, long length) => Assert.Equal(new ByteRange(offset, length), ByteRange.Of(Asked(header)!, 10));

    [Theory]
    [InlineData("bytes=10-")]
    [InlineData("bytes=-0")]
    public void Of_BeyondTheEnd_IsNone(string header) => Assert.Null(ByteRange.Of(Asked(header)!, 10));

    [Theory]
    [InlineData("bytes=0-1,3-4")]
    [InlineData("rows=0-1")]
    [InlineData("bytes=x")]
    [InlineData("")]
    public void Asked_NotOneRangeOfBytes_IsTheWholeFile(string header) => Assert.Null(Asked(header));

    private static RangeItemHeaderValue? Asked(string header)
    {
        DefaultHttpContext context = new();
        context.Request.Headers.Range = header;
        return ByteRange.Asked(context.Request);
    }
}
