using System.Collections;

namespace ModelOps;

/// <summary>Named parameters of a call or an answer, in the order in which they were set.</summary>
/// <remarks>Emptying it keeps its memory, so reuse allocates nothing. Not thread-safe.</remarks>
public sealed class InferenceParameterCollection : IReadOnlyList<KeyValuePair<string, InferenceParameter>>
{
    private readonly List<KeyValuePair<string, InferenceParameter>> _parameters = [];

    internal InferenceParameterCollection()
    {
    }

    /// <summary>How many there are.</summary>
    public int Count => _parameters.Count;

    /// <summary>The parameter at a position.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    public KeyValuePair<string, InferenceParameter> this[int index] => _parameters[index];

    /// <summary>Sets a parameter in place of one of the same name.</summary>
    /// <param name="name">Name; case matters.</param>
    /// <param name="value">Value.</param>
    public void Set(string name, InferenceParameter value)
    {
        ArgumentNullException.ThrowIfNull(name);
        int index = IndexOf(name);
        if (index < 0) { _parameters.Add(new(name, value)); } else { _parameters[index] = new(name, value); }
    }

    /// <summary>Finds a parameter.</summary>
    /// <param name="name">Name; case matters.</param>
    /// <param name="value">Its value.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGet(string name, out InferenceParameter value)
    {
        int index = IndexOf(name);
        value = index < 0 ? default : _parameters[index].Value;
        return index >= 0;
    }

    /// <summary>Removes all.</summary>
    public void Clear() => _parameters.Clear();

    /// <summary>Walks the parameters.</summary>
    /// <returns>An enumerator; it allocates, so hot paths use the indexer.</returns>
    public IEnumerator<KeyValuePair<string, InferenceParameter>> GetEnumerator() => _parameters.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int IndexOf(string name)
    {
        for (int i = 0; i < _parameters.Count; i++)
        {
            if (string.Equals(_parameters[i].Key, name, StringComparison.Ordinal)) { return i; }
        }

        return -1;
    }
}
