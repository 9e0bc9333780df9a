    // <Part>
    int a;
    // <Inner>
      int b;
    // </Inner>
    // </Part>
