using System.Runtime.InteropServices;

namespace ModelOps.Onnx.Forests;

/// <summary>Says "is the category one of these" with thresholds, which every kernel knows: a search in the ends of the runs of categories, its leaves the two children.</summary>
/// <remarks>Libraries cut a feature down to a whole number, so category <c>c</c> is all values from <c>c</c> to below <c>c + 1</c>.</remarks>
internal sealed class CategorySplits
{
    private readonly List<(SplitMode Mode, double Threshold)> _ends = [];

    /// <summary>Notes categories.</summary>
    /// <param name="categories">Categories, ascending, each once, none negative.</param>
    /// <param name="zeroIncludesFractions">Whether what is above -1 counts as category 0, as cutting towards zero has it.</param>
    public CategorySplits(IReadOnlyList<int> categories, bool zeroIncludesFractions)
    {
        for (int i = 0; i < categories.Count; i++)
        {
            long category = categories[i];
            if (i == 0 || categories[i - 1] != category - 1)
            {
                _ends.Add(category == 0 && zeroIncludesFractions ? (SplitMode.AtMost, -1d) : (SplitMode.Below, category));
            }

            if (i == categories.Count - 1 || categories[i + 1] != category + 1) { _ends.Add((SplitMode.Below, category + 1)); }
        }
    }

    /// <summary>Splits that <see cref="AddTo"/> adds.</summary>
    public int Count => _ends.Count;

    /// <summary>Adds the search.</summary>
    /// <param name="builder">Where to.</param>
    /// <param name="feature">Feature.</param>
    /// <param name="inside">Child of the categories noted.</param>
    /// <param name="outside">Child of everything else.</param>
    /// <param name="missing">Child of NaN: either of the two.</param>
    /// <returns>Index of the search's root; <paramref name="outside"/> when there are no categories.</returns>
    public int AddTo(ForestBuilder builder, int feature, int inside, int outside, int missing)
    {
        if (_ends.Count == 0) { return outside; }

        // Of the regions between ends, those with odd numbers are runs of categories. NaN goes to the first that leads to its child.
        int ofMissing = missing == inside ? 1 : 0;
        return Add(0, _ends.Count);

        int Add(int first, int last)
        {
            if (first == last) { return first % 2 == 1 ? inside : outside; }
            int middle = (first + last) / 2;
            (SplitMode mode, double threshold) = CollectionsMarshal.AsSpan(_ends)[middle];
            int below = Add(first, middle);
            int above = Add(middle + 1, last);
            return builder.AddSplit(feature, mode, threshold, below, above, missingGoesTrue: ofMissing <= middle);
        }
    }
}
