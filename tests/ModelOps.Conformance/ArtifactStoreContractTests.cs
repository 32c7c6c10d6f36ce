using System.Text;
using Xunit;

namespace ModelOps.Conformance;

/// <summary>What every <see cref="IArtifactStore"/> must do. A test class of each implementation derives from it.</summary>
public abstract partial class ArtifactStoreContractTests
{
    /// <summary>An empty store that takes <see cref="MaxBytes"/> a file; a new one for each test.</summary>
    protected abstract IArtifactStore Store { get; }

    protected const int MaxBytes = 1 << 20;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Traversals { get; } =
    [
        "", "/", "..", "../a", "a/..", "a/../b", "a/../../b", "./a", "a/./b", "a//b", "/etc/passwd", "a/", "\\a", "a\\..\\b", "..\\a", "C:/a", "C:a", "c:\\a",
        "%2e%2e/a", "%2e%2e%2fa", "a/%2e%2e/b", "%252e%252e/a", "a%5c..%5cb", "%2fetc%2fpasswd", "%25252e%25252e/a", "a%00b", "a\0b", "a#b", "a%23b", "a\nb", "a\u007fb",
        "a.", "a ", "a./b", "CON", "con.txt", "a/NUL", "lpt1.log", "a|b", "a*b", "a?b", "a<b", "\ud800", "C%3a/a", "//server/share", "\\\\server\\share",
    ];

    [Theory]
    [MemberData(nameof(Traversals))]
    public async Task AnyCall_PathThatLeadsAstray_IsRefusedByName(string path)
    {
        await Assert.ThrowsAsync<ArtifactPathException>(() => Store.PutAsync(path, Content("x"), Cancellation));
        await Assert.ThrowsAsync<ArtifactPathException>(() => Store.OpenAsync(path, cancellationToken: Cancellation));
        await Assert.ThrowsAsync<ArtifactPathException>(() => Store.DeleteAsync(path, Cancellation));
        await Assert.ThrowsAsync<ArtifactPathException>(() => Store.BeginUploadAsync(path, Cancellation));
        if (path.Length > 0)
        {
            ArtifactPathException error = await Assert.ThrowsAsync<ArtifactPathException>(() => Store.ListAsync(path, cancellationToken: Cancellation));
            Assert.Contains("relative path with forward slashes", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("model.onnx")]
    [InlineData("1/run/artifacts/sub/x.txt")]
    [InlineData("ü/名前/🙂.bin")]
    [InlineData("a b/c,d=e;f&g+h~i@j!.txt")]
    [InlineData("100%.txt")]
    [InlineData(".hidden")]
    [InlineData("..a/a..b")]
    public async Task PutAsync_GoodPath_IsReadBackAndListed(string path)
    {
        ArtifactEntry put = await Store.PutAsync(path, Content("hello"), Cancellation);

        Assert.Equal(new ArtifactEntry(path, false, 5), put);
        Assert.Equal("hello", await ReadAsync(path));
        string folder = path.Contains('/', StringComparison.Ordinal) ? path[..path.LastIndexOf('/')] : "";
        Assert.Equal([put], await Store.ListAsync(folder, cancellationToken: Cancellation));
    }

    [Fact]
    public async Task ListAsync_FilesAndFolders_ComeByNameAndInPages()
    {
        await PutAsync("d/b.txt", "22");
        await PutAsync("d/a/deep.txt", "1");
        await PutAsync("d/B.txt", "333");
        await PutAsync("d/c.txt", "");

        ArtifactEntry[] expected = [new("d/B.txt", false, 3), new("d/a", true, null), new("d/b.txt", false, 2), new("d/c.txt", false, 0)];
        Assert.Equal(expected, await Store.ListAsync("d", cancellationToken: Cancellation));
        Assert.Equal(expected[..2], await Store.ListAsync("d", limit: 2, cancellationToken: Cancellation));
        Assert.Equal(expected[2..], await Store.ListAsync("d", after: "a", limit: 2, cancellationToken: Cancellation));
        Assert.Equal([new ArtifactEntry("d", true, null)], await Store.ListAsync("", cancellationToken: Cancellation));
    }

    [Fact]
    public async Task ListAsync_FileOrNothing_IsEmpty()
    {
        await PutAsync("a/b.txt", "x");

        Assert.Empty(await Store.ListAsync("a/b.txt", cancellationToken: Cancellation));
        Assert.Empty(await Store.ListAsync("a/none", cancellationToken: Cancellation));
        Assert.Empty(await Store.ListAsync("none/deep/er", cancellationToken: Cancellation));
    }

    [Fact]
    public async Task OpenAsync_Nothing_IsNotFound()
    {
        await PutAsync("a/b.txt", "x");

        Assert.Equal("none", (await Assert.ThrowsAsync<ArtifactNotFoundException>(() => Store.OpenAsync("none", cancellationToken: Cancellation))).Path);
        await Assert.ThrowsAsync<ArtifactNotFoundException>(() => Store.OpenAsync("a", cancellationToken: Cancellation));
        await Assert.ThrowsAsync<ArtifactNotFoundException>(() => Store.OpenAsync("a/none/c", cancellationToken: Cancellation));
    }

    [Theory]
    [InlineData(0, null, "0123456789")]
    [InlineData(3, null, "3456789")]
    [InlineData(3, 4L, "3456")]
    [InlineData(8, 100L, "89")]
    [InlineData(10, null, "")]
    [InlineData(5, 0L, "")]
    public async Task OpenAsync_Range_GivesThoseBytesAndNoMore(long offset, long? length, string expected)
    {
        await PutAsync("f", "0123456789");

        await using ArtifactContent content = await Store.OpenAsync("f", offset, length, Cancellation);
        using StreamReader reader = new(content.Stream, Encoding.UTF8, leaveOpen: true);
        Assert.Equal(expected, await reader.ReadToEndAsync(Cancellation));
        Assert.Equal((offset, expected.Length, 10), (content.Offset, content.Length, content.Size));
    }

    [Fact]
    public async Task OpenAsync_BeyondTheEnd_IsRefused()
    {
        await PutAsync("f", "0123456789");

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Store.OpenAsync("f", 11, cancellationToken: Cancellation));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Store.OpenAsync("f", -1, cancellationToken: Cancellation));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Store.OpenAsync("f", 0, -1, Cancellation));
    }

    [Fact]
    public async Task PutAsync_Again_Replaces()
    {
        await PutAsync("f", "first");
        await PutAsync("f", "2nd");

        Assert.Equal("2nd", await ReadAsync("f"));
        Assert.Single(await Store.ListAsync("", cancellationToken: Cancellation));
    }

    [Fact]
    public async Task PutAsync_LargerThanAllowed_LeavesNothing()
    {
        await Store.PutAsync("most", new MemoryStream(new byte[MaxBytes]), Cancellation);
        ArtifactTooLargeException error = await Assert.ThrowsAsync<ArtifactTooLargeException>(
            () => Store.PutAsync("more", new MemoryStream(new byte[MaxBytes + 1]), Cancellation));

        Assert.Equal(MaxBytes, error.MaxBytes);
        Assert.Equal(["most"], (await Store.ListAsync("", cancellationToken: Cancellation)).Select(static e => e.Path));
    }

    [Fact]
    public async Task PutAsync_ContentThatFails_KeepsWhatWasThere()
    {
        await PutAsync("f", "old");

        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => Store.PutAsync("f", new FailingStream(100), Cancellation));
        Assert.Equal("old", await ReadAsync("f"));
        Assert.Single(await Store.ListAsync("", cancellationToken: Cancellation));
    }

    [Fact]
    public async Task DeleteAsync_FileOrFolder_GoesWithAllInIt()
    {
        await PutAsync("a/b/c", "1");
        await PutAsync("a/d", "2");
        await PutAsync("ab", "3");

        Assert.True(await Store.DeleteAsync("a/d", Cancellation));
        Assert.False(await Store.DeleteAsync("a/d", Cancellation));
        Assert.True(await Store.DeleteAsync("a", Cancellation));
        Assert.False(await Store.DeleteAsync("a", Cancellation));
        Assert.Equal(["ab"], (await Store.ListAsync("", cancellationToken: Cancellation)).Select(static e => e.Path));
    }

    [Fact]
    public async Task PutAsync_ManyAtOnce_EachReaderSeesOneWhole()
    {
        string[] contents = [.. Enumerable.Range(0, 8).Select(static i => new string((char)('a' + i), 50_000))];
        await PutAsync("f", contents[0]);

        Task[] writers = [.. contents.Select(c => Task.Run(() => PutAsync("f", c), Cancellation))];
        Task[] readers =
        [
            .. Enumerable.Range(0, 4).Select(_ => Task.Run(
                async () =>
                {
                    for (int i = 0; i < 10; i++) { Assert.Contains(await ReadAsync("f"), contents); }
                },
                Cancellation)),
        ];
        await Task.WhenAll([.. writers, .. readers]);

        Assert.Contains(await ReadAsync("f"), contents);
    }

    protected static MemoryStream Content(string text) => new(Encoding.UTF8.GetBytes(text));

    protected Task PutAsync(string path, string text) => Store.PutAsync(path, Content(text), Cancellation);

    protected async Task<string> ReadAsync(string path)
    {
        await using ArtifactContent content = await Store.OpenAsync(path, cancellationToken: Cancellation);
        using StreamReader reader = new(content.Stream, Encoding.UTF8, leaveOpen: true);
        return await reader.ReadToEndAsync(Cancellation);
    }
}
