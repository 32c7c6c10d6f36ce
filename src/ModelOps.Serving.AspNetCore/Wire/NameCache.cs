using System.Text;

namespace ModelOps.Serving.AspNetCore.Wire;

/// <summary>The names that were read last, so that the next call of the same model makes no new strings of them.</summary>
internal sealed class NameCache
{
    private const int Most = 32;
    private const int MaxLength = 64;
    private readonly (byte[] Utf8, string Text)[] _entries = new (byte[], string)[Most];
    private int _count;
    private int _next;

    /// <summary>The string of a name that has no escapes.</summary>
    public string Get(ReadOnlySpan<byte> utf8)
    {
        for (int i = 0; i < _count; i++)
        {
            if (utf8.SequenceEqual(_entries[i].Utf8)) { return _entries[i].Text; }
        }

        string text = Encoding.UTF8.GetString(utf8);
        if (utf8.Length > MaxLength) { return text; }
        _entries[_next] = (utf8.ToArray(), text);
        _next = (_next + 1) % Most;
        _count = Math.Max(_count, _next == 0 ? Most : _next);
        return text;
    }
}
