namespace ModelOps.Onnx.Kernels.Dense;

/// <summary>The kernels for floats in one width. A step takes them once and calls them for every request; pointers need no alignment.</summary>
internal abstract unsafe class FloatKernels
{
    /// <summary>Those for this machine.</summary>
    public static FloatKernels Best { get; } = For(VectorWidths.Best);

    /// <summary>Those of a width, which need not be the best here; vector code runs in software where there is no hardware for it.</summary>
    public static FloatKernels For(VectorWidth width) => FloatKernelTable.For(width);

    /// <summary>Rows times a packed matrix.</summary>
    /// <param name="a">First row.</param>
    /// <param name="stride">Floats from a row to the next; a row's elements lie together.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="panels">Right side as <see cref="PanelLayout"/> lays it.</param>
    /// <param name="depth">Elements that a sum adds.</param>
    /// <param name="columns">Columns of the right side and the result.</param>
    /// <param name="end">What happens to the sums.</param>
    /// <param name="y">Receives the result; may be what <paramref name="end"/> adds.</param>
    /// <param name="yStride">Floats from a row of the result to the next.</param>
    public abstract void Multiply(float* a, nint stride, int rows, float* panels, int depth, int columns, in Epilogue end, float* y, nint yStride);

    /// <summary>Rows times a matrix that is not packed, row-major, whose number of columns 64 divides.</summary>
    public abstract void MultiplyPlain(float* a, nint stride, int rows, float* b, nint width, int depth, int columns, in Epilogue end, float* y, nint yStride);

    /// <summary>Dot products of rows with a few weight vectors; see <see cref="RowDots{TLanes, TVector}"/>.</summary>
    public abstract void Dots(float* x, int rows, int depth, float* weights, int stride, int targets, in Epilogue end, float* y);

    /// <summary>Replaces values by an activation's.</summary>
    public abstract void Activate(Activation activation, float* values, nint length);

    /// <summary>A plain LSTM cell; see <see cref="Recurrent.RecurrentCells{TLanes, TVector}"/>.</summary>
    public abstract void LstmCell(float* gates, float* c, float* h, int hidden);

    /// <summary><c>to += left * right</c></summary>
    public abstract void AddProduct(float* to, float* left, float* right, int length);

    /// <summary><c>to = left * right</c></summary>
    public abstract void Product(float* to, float* left, float* right, int length);

    /// <summary><c>to = update * to + (1 - update) * candidate</c></summary>
    public abstract void Blend(float* to, float* update, float* candidate, int length);
}
