using System.Text;
using ModelOps.Registry.Dvc;

namespace ModelOps.Registry.Tests.Dvc;

/// <summary>Expected bytes and hashes are those of Python's <c>json.dumps(list, sort_keys=True)</c> and <c>hashlib.md5</c>.</summary>
public sealed class DvcDirectoryTests
{
    private const string Hello = "5d41402abc4b2a76b9719d911017c592";
    private const string Empty = "d41d8cd98f00b204e9800998ecf8427e";
    private const string X = "9dd4e461268c8034f5c8564e155c67a6";

    [Fact]
    public void HashOf_GoldenDirectory_IsThatOfDvc()
    {
        DvcEntry[] entries = [new("b/ü.txt", X), new("a.bin", Hello), new("b/1.txt", Empty)];

        Assert.Equal("a0a483b4620250dfd981d740c652f395.dir", DvcDirectory.HashOf(entries));
        Assert.Equal(
            $$"""[{"md5": "{{Hello}}", "relpath": "a.bin"}, {"md5": "{{Empty}}", "relpath": "b/1.txt"}, {"md5": "{{X}}", "relpath": "b/\u00fc.txt"}]""",
            Encoding.ASCII.GetString(DvcDirectory.Write(entries)));
    }

    [Fact]
    public void Write_PathsBeyondU_FFFF_AreOrderedByCodePointAndEscapedAsTwoUnits()
    {
        string json = Encoding.ASCII.GetString(DvcDirectory.Write([new("😀", X), new("\uff21", X), new("a\"b\u007f", X), new("a-b", X), new("a/b", X)]));

        // Whole strings: '-' before '/'; and U+FF21 before U+1F600, whose first UTF-16 unit is smaller.
        Assert.Equal(["a\\\"b\\u007f", "a-b", "a/b", "\\uff21", "\\ud83d\\ude00"], json.Split("\"relpath\": \"").Skip(1).Select(static p => p[..p.IndexOf("\"}", StringComparison.Ordinal)]));
    }

    [Fact]
    public void Write_NoFiles_IsAnEmptyList() => Assert.Equal("d751713988987e9331980363e24189ce.dir", DvcDirectory.HashOf([]));

    [Fact]
    public void Read_WhatWasWritten_IsTheSame()
    {
        DvcEntry[] entries = [new("a b/c.txt", Hello), new(new string('d', 300) + "/" + new string('e', 300), X), new("ünï", Empty)];

        Assert.Equal(entries, DvcDirectory.Read(DvcDirectory.Write(entries)));
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("/etc/passwd")]
    [InlineData("a/../../x")]
    [InlineData("a//b")]
    [InlineData(".")]
    [InlineData("a\\b")]
    [InlineData("a\u0000b")]
    [InlineData("")]
    public void Read_PathLeadsOut_IsRefused(string path)
    {
        byte[] json = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(new[] { new { md5 = X, relpath = path } });

        Assert.Equal(DvcErrorCodes.Invalid, Assert.Throws<DvcException>(() => DvcDirectory.Read(json)).Code);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[{}]")]
    [InlineData("[1]")]
    [InlineData("[{\"md5\":\"zz\",\"relpath\":\"a\"}]")]
    [InlineData("[{\"md5\":\"9dd4e461268c8034f5c8564e155c67a6.dir\",\"relpath\":\"a\"}]")]
    [InlineData("[{\"md5\":\"9dd4e461268c8034f5c8564e155c67a6\",\"relpath\":\"a\"},{\"md5\":\"9dd4e461268c8034f5c8564e155c67a6\",\"relpath\":\"a\"}]")]
    [InlineData("[{\"md5\":null,\"relpath\":null}]")]
    [InlineData("no json")]
    public void Read_NoDirectoryObject_IsRefused(string json) =>
        Assert.Equal(DvcErrorCodes.Invalid, Assert.Throws<DvcException>(() => DvcDirectory.Read(Encoding.UTF8.GetBytes(json))).Code);

    [Fact]
    public async Task LegacyHash_OfText_ReadsCrLfAsLf()
    {
        async Task<string> Hash(byte[] bytes) => await DvcHash.LegacyOfAsync(new MemoryStream(bytes), TestContext.Current.CancellationToken);

        Assert.Equal(DvcHash.OfBytes("a\nb\rc\n"u8), await Hash("a\r\nb\rc\r\n"u8.ToArray()));
        Assert.Equal(DvcHash.OfBytes("a\r\n\0"u8), await Hash("a\r\n\0"u8.ToArray())); // binary
        Assert.Equal(DvcHash.OfBytes([.. "\r\n"u8, .. Enumerable.Repeat((byte)200, 10)]), await Hash([.. "\r\n"u8, .. Enumerable.Repeat((byte)200, 10)])); // above 30 % of other bytes
        Assert.Equal(Empty, await Hash([]));
        byte[] split = [.. Enumerable.Repeat((byte)'x', (1 << 20) - 1), (byte)'\r', (byte)'\n'];
        Assert.Equal(DvcHash.OfBytes(split), await Hash(split)); // DVC does not see a CRLF that its chunks cut in two
    }
}
