using System.Buffers.Text;

namespace ModelOps.Serving;

/// <summary>Memory of this process that no file backs.</summary>
internal sealed class ProcessMemory : IMemoryGauge
{
    private const string Status = "/proc/self/status";

    public long? ReadPrivateBytes()
    {
        if (!OperatingSystem.IsLinux()) { return null; }
        try
        {
            ReadOnlySpan<byte> text = File.ReadAllBytes(Status);
            int at = text.IndexOf("RssAnon:"u8);
            if (at < 0) { return null; }
            ReadOnlySpan<byte> rest = text[(at + "RssAnon:"u8.Length)..].TrimStart(" \t"u8);
            return Utf8Parser.TryParse(rest, out long kibibytes, out _) ? kibibytes * 1024 : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
