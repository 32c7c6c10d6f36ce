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

    /// <summary>Softmax of values that lie together, or its logarithm. <paramref name="y"/> may be <paramref name="x"/>.</summary>
    public abstract void Softmax(float* x, float* y, int length, bool isLogarithm);

    /// <summary>Softmax of values <paramref name="inner"/> floats apart, for each of the columns between. <paramref name="y"/> may be <paramref name="x"/>.</summary>
    public abstract void SoftmaxColumns(float* x, float* y, int length, int inner, bool isLogarithm);

    /// <summary>Mean of values, and mean of the squares of what is left without it.</summary>
    public abstract void Moments(float* x, int length, out float mean, out float variance);

    /// <summary>Mean of squares.</summary>
    public abstract float MeanSquare(float* x, int length);

    /// <summary><c>y = (x - centre) * factor * scale + shift</c>, with a scale and a shift for each element; a null shift is 0.</summary>
    public abstract void Normalize(float* x, float* y, int length, float centre, float factor, float* scale, float* shift);

    /// <summary><c>y = x * scale + shift</c></summary>
    public abstract void ScaleShift(float* x, float* y, nint length, float scale, float shift);

    /// <summary><c>y = x * scale + shift</c>, with a scale and a shift for each element.</summary>
    public abstract void ScaleShiftEach(float* x, float* y, int length, float* scale, float* shift);

    /// <summary><c>to += from * scale</c></summary>
    public abstract void AddScaled(float* to, float* from, int length, float scale);
}
