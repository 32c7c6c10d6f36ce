using System.Collections;

namespace ModelOps.Conformance;

/// <summary>Files that cancel the call that reads them, when the last one is reached for the n-th time.</summary>
internal sealed class CancellingList(IReadOnlyList<ModelFile> files, int reading, CancellationTokenSource cancel) : IReadOnlyList<ModelFile>
{
    private int _readings;

    public int Count => files.Count;

    public ModelFile this[int index]
    {
        get
        {
            if (index == files.Count - 1 && ++_readings == reading) { cancel.Cancel(); }
            return files[index];
        }
    }

    public IEnumerator<ModelFile> GetEnumerator()
    {
        for (int i = 0; i < Count; i++) { yield return this[i]; }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
