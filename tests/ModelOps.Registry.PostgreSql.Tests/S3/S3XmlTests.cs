using System.Text;
using System.Xml;
using ModelOps.Registry.PostgreSql.S3;

namespace ModelOps.Registry.PostgreSql.Tests.S3;

public sealed class S3XmlTests
{
    [Fact]
    public void Leaves_Answer_AreInOrderWithPaths()
    {
        List<(string Path, string Text)> leaves = S3Xml.Leaves(
            "<r xmlns='u'><A>1</A><B><C>x &amp; <![CDATA[<y>]]></C><D/></B><A> 2 </A></r>"u8.ToArray(), out string root);

        Assert.Equal("r", root);
        Assert.Equal([("A", "1"), ("B/C", "x & <y>"), ("B/D", ""), ("A", " 2 ")], leaves);
    }

    [Theory]
    [InlineData("<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a><Code>&e;</Code></a>")]
    [InlineData("<!DOCTYPE a [<!ENTITY e 'x'><!ENTITY f '&e;&e;'>]><a><Code>&f;</Code></a>")]
    [InlineData("<a><Code>NoSuchKey</Code>")]
    [InlineData("Service Unavailable")]
    public void Refusal_HostileOrBroken_KeepsTheStatusOnly(string body) => Assert.Equal(new S3Refusal(503, ""), S3Xml.Refusal(503, Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void Refusal_CodeWithOtherCharacters_IsNotRepeated() =>
        Assert.Equal(new S3Refusal(400, ""), S3Xml.Refusal(400, "<Error><Code>a secret\n text</Code></Error>"u8.ToArray()));

    [Fact]
    public void Refusal_Code_IsFound() => Assert.Equal(
        new S3Refusal(404, "NoSuchBucket"),
        S3Xml.Refusal(404, "<?xml version='1.0'?><Error><Code>NoSuchBucket</Code><Message>m</Message></Error>"u8.ToArray()));

    [Fact]
    public void Leaves_TooDeep_IsRefused()
    {
        string xml = string.Concat(Enumerable.Repeat("<a>", 100)) + string.Concat(Enumerable.Repeat("</a>", 100));

        Assert.Throws<XmlException>(() => S3Xml.Leaves(Encoding.UTF8.GetBytes(xml), out _));
    }

    [Fact]
    public async Task ReadBodyAsync_Endless_IsCutOff()
    {
        using StreamContent content = new(new EndlessStream());

        await Assert.ThrowsAsync<InvalidDataException>(() => S3Xml.ReadBodyAsync(content, TestContext.Current.CancellationToken));
    }

    private sealed class EndlessStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(buffer.Length);

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Task.FromResult(count);
    }
}
