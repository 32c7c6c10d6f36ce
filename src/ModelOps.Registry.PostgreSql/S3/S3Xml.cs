using System.Text;
using System.Xml;

namespace ModelOps.Registry.PostgreSql.S3;

/// <summary>Reads the XML of answers: no DTD, no outside entities, bounded in length.</summary>
internal static class S3Xml
{
    private const int MaxAnswerBytes = 8 << 20;

    /// <summary>Reads a whole answer body, up to a bound.</summary>
    /// <exception cref="InvalidDataException">It is longer than any answer of S3.</exception>
    public static async Task<byte[]> ReadBodyAsync(HttpContent content, CancellationToken cancellationToken)
    {
        Stream stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            using MemoryStream body = new();
            byte[] buffer = new byte[16 << 10];
            int read;
            while ((read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                if (body.Length + read > MaxAnswerBytes) { throw new InvalidDataException("The answer is too long."); }
                body.Write(buffer, 0, read);
            }

            return body.ToArray();
        }
    }

    /// <summary>All leaf elements with their path below the root, in order.</summary>
    /// <exception cref="XmlException">It is no such XML.</exception>
    public static List<(string Path, string Text)> Leaves(byte[] xml, out string root)
    {
        List<(string Path, string Text)> leaves = [];
        Stack<string> open = new();
        StringBuilder text = new();
        bool isLeaf = false;
        root = string.Empty;
        using XmlReader reader = XmlReader.Create(new MemoryStream(xml, writable: false), new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersInDocument = MaxAnswerBytes,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
        });
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element when open.Count == 0:
                    root = reader.LocalName;
                    open.Push(string.Empty);
                    if (reader.IsEmptyElement) { return leaves; }
                    break;
                case XmlNodeType.Element:
                    string path = open.Peek().Length == 0 ? reader.LocalName : $"{open.Peek()}/{reader.LocalName}";
                    if (open.Count > 16) { throw new XmlException("The answer is nested too deep."); }
                    if (reader.IsEmptyElement) { leaves.Add((path, string.Empty)); }
                    else { open.Push(path); }
                    isLeaf = !reader.IsEmptyElement;
                    text.Clear();
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace:
                    text.Append(reader.Value);
                    break;
                case XmlNodeType.EndElement:
                    string ended = open.Pop();
                    if (isLeaf && ended.Length > 0) { leaves.Add((ended, text.ToString())); }
                    isLeaf = false;
                    break;
            }
        }

        return leaves;
    }

    /// <summary>What a refusal says, as far as it can be read.</summary>
    public static S3Refusal Refusal(int status, byte[] body)
    {
        try
        {
            string code = body.Length == 0 ? string.Empty : Leaves(body, out _).FirstOrDefault(static l => l.Path == "Code").Text ?? string.Empty;
            return new S3Refusal(status, code.Length <= 64 && code.All(char.IsAsciiLetterOrDigit) ? code : string.Empty);
        }
        catch (XmlException)
        {
            return new S3Refusal(status, string.Empty);
        }
    }
}
