using ModelOps.Drift.Kernels;
using ModelOps.Drift.Profiles.Sketches;

namespace ModelOps.Drift.Profiles;

/// <summary>Profiles rows one by one over the bins of a reference, without allocation once it is made. For the hot path of serving.</summary>
/// <remarks>Not safe for use by several threads at once: give each writer its own and merge their snapshots. Any way of dealing the rows to accumulators
/// and any order of merging gives the same profile, byte for byte. Rows wait in a block of 256 and are then counted feature by feature.</remarks>
public sealed class ProfileAccumulator
{
    // Not a power of two, so that the columns of one row do not all fall into the same few cache sets; whole lines, so that no vector lies across two.
    private const int Stride = NumericColumn.BlockSize + 16;

    private readonly NumericColumn?[] _columns;
    private readonly NumericColumn[] _numeric;
    private readonly CategoricalColumn[] _categorical;
    private readonly ArraySegment<float> _floats;
    private readonly float[] _rows;
    private double[] _doubles = [];
    private int _waitingFloats;
    private int _waitingRows;
    private int _waitingDoubles;

    /// <summary>Begins an empty profile over the bins and categories of a reference.</summary>
    /// <param name="reference">The reference profile.</param>
    /// <param name="columns">Name of the numeric feature at each place of a row; a name that the reference does not have is skipped over.
    /// Null (default): the numeric features of the reference in its order, which is ordinal by name.</param>
    /// <exception cref="ArgumentException">A name occurs twice, or is a categorical feature of the reference.</exception>
    public ProfileAccumulator(DatasetProfile reference, IReadOnlyList<string>? columns = null)
        : this(reference, columns, listsOthers: true)
    {
    }

    internal ProfileAccumulator(DatasetProfile reference, IReadOnlyList<string>? columns, bool listsOthers)
    {
        ArgumentNullException.ThrowIfNull(reference);
        _numeric = [.. reference.Features.OfType<NumericFeatureProfile>().Select(static feature => new NumericColumn(feature))];
        _categorical = [.. reference.Features.OfType<CategoricalFeatureProfile>().Select(feature => new CategoricalColumn(feature, listsOthers))];
        CategoricalFeatures = [.. _categorical.Select(static column => column.Name)];
        _columns = columns is null ? _numeric : Order(columns);
        _floats = AlignedArray.Of(_columns.Length * Stride);
        _rows = new float[_columns.Length * RowColumns.Rows];
    }

    /// <summary>Values that a row must have.</summary>
    public int RowLength => _columns.Length;

    /// <summary>Names of the categorical features, in the order that <see cref="AddCategory(int, ReadOnlySpan{char})"/> counts them.</summary>
    public IReadOnlyList<string> CategoricalFeatures { get; }

    /// <summary>Adds a row of numbers.</summary>
    /// <param name="row">One value for each column; NaN counts as missing, infinities as non-finite.</param>
    /// <exception cref="ArgumentException">The row has another length than <see cref="RowLength"/>.</exception>
    public void Add(ReadOnlySpan<float> row)
    {
        CheckLength(row.Length);
        if (row.IsEmpty) { return; }
        row.CopyTo(_rows.AsSpan(_waitingRows * row.Length));
        if (++_waitingRows == RowColumns.Rows) { TurnWaiting(); }
    }

    /// <inheritdoc cref="Add(ReadOnlySpan{float})"/>
    public void Add(ReadOnlySpan<double> row)
    {
        CheckLength(row.Length);
        if (row.IsEmpty) { return; }
        if (_doubles.Length == 0) { _doubles = new double[_columns.Length * Stride]; }
        Span<double> place = _doubles.AsSpan(_waitingDoubles);
        for (int i = 0; i < row.Length; i++) { place[i * Stride] = row[i]; }
        if (++_waitingDoubles == NumericColumn.BlockSize) { FlushDoubles(); }
    }

    /// <summary>Adds rows of numbers, one behind the other.</summary>
    internal void AddRows(ReadOnlySpan<float> rows)
    {
        int width = _columns.Length;
        if (rows.IsEmpty) { return; }
        while (_waitingRows > 0 && !rows.IsEmpty)
        {
            Add(rows[..width]);
            rows = rows[width..];
        }

        for (int four = RowColumns.Rows * width; rows.Length >= four; rows = rows[four..]) { Turn(rows[..four], RowColumns.Rows); }
        for (; !rows.IsEmpty; rows = rows[width..]) { Add(rows[..width]); }
    }

    /// <summary>Adds a value of a categorical feature.</summary>
    /// <param name="feature">Its place in <see cref="CategoricalFeatures"/>.</param>
    /// <param name="value">The category, compared ordinally.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such feature.</exception>
    public void AddCategory(int feature, ReadOnlySpan<char> value) => Category(feature).Add(value);

    /// <summary>Counts a missing value of a categorical feature.</summary>
    /// <param name="feature">Its place in <see cref="CategoricalFeatures"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such feature.</exception>
    public void AddMissingCategory(int feature) => Category(feature).AddMissing();

    /// <summary>The commonest categories that the reference does not list: which new values there are. Texts as they came, so treat them as data.</summary>
    /// <param name="feature">Its place in <see cref="CategoricalFeatures"/>.</param>
    /// <returns>A copy of the list, of 128 places, with its error; lists of several accumulators can be merged.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such feature.</exception>
    public HeavyHitters OtherCategories(int feature) => Category(feature).Others();

    /// <summary>The profile of what was added so far; adding may go on.</summary>
    /// <returns>A profile of every feature of the reference.</returns>
    public DatasetProfile Snapshot()
    {
        Flush();
        return new DatasetProfile([.. _numeric.Select(static column => column.Snapshot()), .. _categorical.Select(static column => column.Snapshot())]);
    }

    /// <summary>Forgets all that was added.</summary>
    public void Reset()
    {
        (_waitingFloats, _waitingRows, _waitingDoubles) = (0, 0, 0);
        foreach (NumericColumn column in _numeric) { column.Reset(); }
        foreach (CategoricalColumn column in _categorical) { column.Reset(); }
    }

    private NumericColumn?[] Order(IReadOnlyList<string> columns)
    {
        if (columns.GroupBy(static name => name, StringComparer.Ordinal).FirstOrDefault(static same => same.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"Column '{twice.Key}' is named twice. Name each place of the row once.", nameof(columns));
        }

        return columns.FirstOrDefault(name => CategoricalFeatures.Contains(name, StringComparer.Ordinal)) is { } category
            ? throw new ArgumentException($"Column '{category}' is categorical. Leave it out of the row and add it with {nameof(AddCategory)}.", nameof(columns))
            : [.. columns.Select(name => Array.Find(_numeric, column => column.Name == name))];
    }

    private CategoricalColumn Category(int feature)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(feature);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(feature, _categorical.Length);
        return _categorical[feature];
    }

    private void CheckLength(int length)
    {
        if (length != _columns.Length)
        {
            throw new ArgumentException($"The row has {length} values, {_columns.Length} were expected. Pass one value for each numeric feature.", "row");
        }
    }

    private void TurnWaiting()
    {
        Turn(_rows.AsSpan(0, _waitingRows * _columns.Length), _waitingRows);
        _waitingRows = 0;
    }

    private void Turn(ReadOnlySpan<float> rows, int count)
    {
        RowColumns.Copy(rows, _columns.Length, _floats.AsSpan(_waitingFloats), Stride);
        _waitingFloats += count;
        if (_waitingFloats == NumericColumn.BlockSize) { FlushFloats(); }
    }

    private void Flush()
    {
        if (_waitingRows > 0) { TurnWaiting(); }
        FlushFloats();
        FlushDoubles();
    }

    private void FlushFloats()
    {
        for (int i = 0; i < _columns.Length && _waitingFloats > 0; i++) { _columns[i]?.Add(_floats.AsSpan(i * Stride, _waitingFloats)); }
        _waitingFloats = 0;
    }

    private void FlushDoubles()
    {
        for (int i = 0; i < _columns.Length && _waitingDoubles > 0; i++) { _columns[i]?.Add(_doubles.AsSpan(i * Stride, _waitingDoubles)); }
        _waitingDoubles = 0;
    }
}
