using System.Text;

namespace ModelOps.Registry.Datasets;

/// <summary>Reads records of RFC 4180 from a text, a buffer at a time.</summary>
internal sealed class CsvRecordReader(TextReader text, char delimiter)
{
    private const int MaxFieldLength = 16 << 20;
    private readonly char[] _buffer = new char[32 << 10];
    private readonly StringBuilder _field = new();
    private readonly List<string?> _fields = [];
    private int _at;
    private int _filled;

    public IReadOnlyList<string?> Fields => _fields;

    /// <summary>Line on which the record read last ends, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>Reads the next record into <see cref="Fields"/>; false at the end.</summary>
    /// <exception cref="InvalidDataException">A quote is not closed, or a field is too long.</exception>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        _fields.Clear();
        _field.Clear();
        bool quoted = false; // within quotes
        bool wasQuoted = false;
        bool any = false;
        while (true)
        {
            if (_at == _filled && !await FillAsync(cancellationToken).ConfigureAwait(false))
            {
                if (quoted) { throw new InvalidDataException($"A quote on or before line {Line + 1} of the CSV file is not closed."); }
                if (!any) { return false; }
                EndField(wasQuoted);
                Line++;
                return true;
            }

            any = true;
            char c = _buffer[_at++];
            if (c == '\n') { Line++; }
            if (quoted)
            {
                if (c != '"') { Append(c); continue; }
                if ((_at < _filled || await FillAsync(cancellationToken).ConfigureAwait(false)) && _buffer[_at] == '"')
                {
                    _at++;
                    Append('"');
                    continue;
                }

                quoted = false;
            }
            else if (c == '"' && _field.Length == 0 && !wasQuoted)
            {
                quoted = wasQuoted = true;
            }
            else if (c == delimiter)
            {
                EndField(wasQuoted);
                wasQuoted = false;
            }
            else if (c == '\n')
            {
                if (_field.Length > 0 && _field[^1] == '\r') { _field.Length--; }
                EndField(wasQuoted);
                return true;
            }
            else
            {
                Append(c);
            }
        }
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        _at = 0;
        _filled = await text.ReadAsync(_buffer, cancellationToken).ConfigureAwait(false);
        return _filled > 0;
    }

    private void Append(char c)
    {
        if (_field.Length >= MaxFieldLength) { throw new InvalidDataException($"A field on line {Line + 1} of the CSV file has more than {MaxFieldLength} characters; a quote may be missing."); }
        _field.Append(c);
    }

    private void EndField(bool quoted)
    {
        _fields.Add(_field.Length == 0 && !quoted ? null : _field.ToString());
        _field.Clear();
    }
}
