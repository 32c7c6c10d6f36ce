using Xunit;

namespace ModelOps.Conformance;

public abstract partial class ArtifactStoreContractTests
{
    [Fact]
    public async Task CompleteUploadAsync_PartsInAnyOrderAndTwice_MakeOneFile()
    {
        string id = await Store.BeginUploadAsync("m/big.bin", Cancellation);
        ArtifactPart third = await PartAsync(id, 3, "ghi");
        await PartAsync(id, 1, "not this");
        ArtifactPart first = await PartAsync(id, 1, "abc");
        ArtifactPart second = await PartAsync(id, 2, "def");
        Assert.Empty(await Store.ListAsync("m", cancellationToken: Cancellation));

        ArtifactEntry entry = await Store.CompleteUploadAsync("m/big.bin", id, [third, first, second], Cancellation);

        Assert.Equal(new ArtifactEntry("m/big.bin", false, 9), entry);
        Assert.Equal("abcdefghi", await ReadAsync("m/big.bin"));
        Assert.Equal([entry], await Store.ListAsync("m", cancellationToken: Cancellation));
        await Assert.ThrowsAsync<ArtifactUploadException>(() => PartAsync(id, 4, "late"));
    }

    [Fact]
    public async Task CompleteUploadAsync_PartThatIsNotThere_IsRefusedAndMayBeMended()
    {
        string id = await Store.BeginUploadAsync("m/big.bin", Cancellation);
        ArtifactPart stale = await PartAsync(id, 1, "first");
        ArtifactPart fresh = await PartAsync(id, 1, "second");

        await Assert.ThrowsAsync<ArtifactUploadException>(() => Store.CompleteUploadAsync("m/big.bin", id, [stale], Cancellation));
        await Assert.ThrowsAsync<ArtifactUploadException>(() => Store.CompleteUploadAsync("m/big.bin", id, [fresh, new ArtifactPart(2, fresh.ETag)], Cancellation));
        await Assert.ThrowsAsync<ArtifactUploadException>(() => Store.CompleteUploadAsync("m/big.bin", id, [fresh, fresh], Cancellation));
        await Assert.ThrowsAsync<ArtifactUploadException>(() => Store.CompleteUploadAsync("m/big.bin", id, [new ArtifactPart(1, "../../x")], Cancellation));
        await Store.CompleteUploadAsync("m/big.bin", id, [fresh with { ETag = $"\"{fresh.ETag}\"" }], Cancellation); // as HTTP headers carry it

        Assert.Equal("second", await ReadAsync("m/big.bin"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("../files")]
    [InlineData("00000000000000000000000000000000")]
    public async Task PutPartAsync_UploadThatIsNotThere_IsRefused(string id)
    {
        Assert.Equal(id, (await Assert.ThrowsAsync<ArtifactUploadException>(() => PartAsync(id, 1, "x"))).UploadId);
        Assert.False(await Store.AbortUploadAsync("m/big.bin", id, Cancellation));
    }

    [Fact]
    public async Task PutPartAsync_UploadOfAnotherPath_IsRefused()
    {
        string id = await Store.BeginUploadAsync("other", Cancellation);

        await Assert.ThrowsAsync<ArtifactUploadException>(() => PartAsync(id, 1, "x"));
        Assert.False(await Store.AbortUploadAsync("m/big.bin", id, Cancellation));
        Assert.True(await Store.AbortUploadAsync("other", id, Cancellation));
    }

    [Fact]
    public async Task PutPartAsync_MoreThanAllowedTogether_IsRefused()
    {
        string id = await Store.BeginUploadAsync("m/big.bin", Cancellation);
        ArtifactPart first = await Store.PutPartAsync("m/big.bin", id, 1, new MemoryStream(new byte[MaxBytes - 10]), Cancellation);

        await Assert.ThrowsAsync<ArtifactTooLargeException>(() => Store.PutPartAsync("m/big.bin", id, 2, new MemoryStream(new byte[11]), Cancellation));
        ArtifactPart second = await Store.PutPartAsync("m/big.bin", id, 2, new MemoryStream(new byte[10]), Cancellation);
        Assert.Equal(MaxBytes, (await Store.CompleteUploadAsync("m/big.bin", id, [first, second], Cancellation)).Size);
    }

    [Fact]
    public async Task AbortUploadAsync_Upload_IsGone()
    {
        string id = await Store.BeginUploadAsync("m/big.bin", Cancellation);
        ArtifactPart part = await PartAsync(id, 1, "x");

        Assert.True(await Store.AbortUploadAsync("m/big.bin", id, Cancellation));
        Assert.False(await Store.AbortUploadAsync("m/big.bin", id, Cancellation));
        await Assert.ThrowsAsync<ArtifactUploadException>(() => Store.CompleteUploadAsync("m/big.bin", id, [part], Cancellation));
        Assert.Empty(await Store.ListAsync("m", cancellationToken: Cancellation));
    }

    [Fact]
    public async Task PutPartAsync_NumberOutOfRange_IsRefused()
    {
        string id = await Store.BeginUploadAsync("m/big.bin", Cancellation);

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => PartAsync(id, 0, "x"));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => PartAsync(id, TrackingLimits.MaxUploadParts + 1, "x"));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Store.CompleteUploadAsync("m/big.bin", id, [], Cancellation));
    }

    private Task<ArtifactPart> PartAsync(string id, int number, string text) => Store.PutPartAsync("m/big.bin", id, number, Content(text), Cancellation);
}
